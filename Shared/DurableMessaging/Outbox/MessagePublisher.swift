package import AMQP

/// Where the relay's messages go: the broker, or a test's idea of one.
package protocol MessagePublisher: Sendable {
  /// Returns when the broker has confirmed the message; throws when it has not, or may not have.
  func publish(_ message: AMQPMessage) async throws(AMQPError)
}

extension AMQPPublisher: MessagePublisher {}
