import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import CallbackService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AccessTests {
  /// Written out: not what the declarations say.
  private static let callers: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor, .callCentreAgent,
  ]

  @Test("S70, R-168, R-323: every post at every endpoint of callback")
  func matrix() async throws {
    let deviations = try await AccessMatrix.deviations(
      CallbackDefinition.self,
      [
        "listCallbacks": Self.callers, "showCallback": Self.callers, "answerCallback": Self.callers,
        "noteAttempt": Self.callers, "refuseCallback": Self.callers,
      ])
    #expect(deviations.isEmpty, "\(deviations.joined(separator: "\n"))")
  }
}
