import ServiceTestSupport
import Testing

@testable import ContractorsService

@Suite struct ContractTests {
  @Test func theFileIsWhatTheEndpointsSay() throws {
    #expect(
      try Contract.isRecorded(ContractorsDefinition.self),
      "deploy/openapi/contractors.json differs from the endpoints: record it with REDRESS_RECORD=1 and look at the change"
    )
  }
}
