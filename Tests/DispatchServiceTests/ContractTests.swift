import ServiceTestSupport
import Testing

@testable import DispatchService

@Suite struct ContractTests {
  @Test func theFileIsWhatTheEndpointsSay() throws {
    #expect(
      try Contract.isRecorded(DispatchDefinition.self),
      "deploy/openapi/dispatch.json differs from the endpoints: record it with REDRESS_RECORD=1 and look at the change")
  }
}
