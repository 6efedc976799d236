import TestSupport
import Testing

@testable import AMQP

/// As a user of the project's definitions: the private servers' administrator may publish in others' names.
@Suite(.broker(definitions: true), .timeLimit(.minutes(3))) struct ForeignUserTests {
  @Test func aForeignUserIDIsRefusedByTheBroker() async throws {
    let configuration = try AMQPConfiguration(url: TestBroker.current.amqpURL(user: "pms"), connectionName: "test.pms")
    try await World.withPublisher(.empty, configuration) { publisher in
      var message = World.message("inbound", "1")
      message.properties.userID = "somebody-else"
      let foreign = message
      #expect(await World.code(publishing: foreign, by: publisher) == .preconditionFailed)
      // The channel was closed for it; what comes next finds a new link, and nobody who has bound a queue.
      message.properties.userID = "pms"
      let own = message
      try await eventually("a new link") { await World.code(publishing: own, by: publisher) == .unroutable }
    }
  }
}
