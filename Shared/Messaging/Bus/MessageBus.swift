/// What the services expect of a broker, and no more: topic exchanges, durable queues, at-least-once delivery.
///
/// Every implementation passes the same conformance suite, so that what a test proves with ``InMemoryBus`` is true of
/// RabbitMQ too.
package protocol MessageBus: Sendable {
  /// Makes a durable queue bound to exchanges by topic patterns. Declaring it again adds bindings and loses nothing.
  func declare(queue: String, bindings: [QueueBinding]) async throws

  /// Returns when every queue that the routing key reaches holds the message.
  /// - Throws: when it reaches none.
  func publish(_ message: TransportMessage) async throws

  /// Hands the queue's messages to `handle`, one after another. A message leaves the queue when `handle` has returned.
  ///
  /// One consumer of a queue is active, the others stand by in the order they came.
  ///
  /// - Throws: what `handle` throws; the message then goes to the next consumer, marked as redelivered. Returns when the
  ///   task is cancelled; a message that is being handled is finished before.
  func consume(
    _ queue: String,
    _ handle: @escaping @Sendable (_ message: TransportMessage, _ isRedelivered: Bool) async throws -> Void
  ) async throws
}

/// From which exchange a queue gets what.
package struct QueueBinding: Sendable, Hashable {
  package let exchange: String
  package let pattern: TopicPattern

  package init(exchange: String, pattern: String) {
    self.exchange = exchange
    self.pattern = TopicPattern(pattern)
  }
}

/// No queue is bound for this routing key.
package struct UnroutableMessage: Error, Equatable {
  package let exchange: String
  package let routingKey: String
}
