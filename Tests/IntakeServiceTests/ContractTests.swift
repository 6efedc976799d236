import ServiceTestSupport
import Testing

@testable import IntakeService

@Suite struct ContractTests {
  @Test func theFileIsWhatTheEndpointsSay() throws {
    #expect(
      try Contract.isRecorded(IntakeDefinition.self),
      "deploy/openapi/intake.json differs from the endpoints: record it with REDRESS_RECORD=1 and look at the change")
  }
}
