import ServiceTestSupport
import Testing

@testable import CallbackService

@Suite struct ContractTests {
  @Test func theFileIsWhatTheEndpointsSay() throws {
    #expect(
      try Contract.isRecorded(CallbackDefinition.self),
      "deploy/openapi/callback.json differs from the endpoints: record it with REDRESS_RECORD=1 and look at the change")
  }
}
