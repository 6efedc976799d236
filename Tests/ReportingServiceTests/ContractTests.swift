import ServiceTestSupport
import Testing

@testable import ReportingService

@Suite struct ContractTests {
  @Test func theFileIsWhatTheEndpointsSay() throws {
    #expect(
      try Contract.isRecorded(ReportingDefinition.self),
      "deploy/openapi/reporting.json differs from the endpoints: record it with REDRESS_RECORD=1 and look at the change"
    )
  }
}
