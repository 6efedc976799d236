import AMQP
import Foundation
import Logging
import Messages
import NIOConcurrencyHelpers
import TestSupport

/// Keeps everything that passes through the exchanges, as an operator's queue of last resort does, and can put it back.
final class ExchangeJournal: Sendable {
  private let kept = NIOLockedValueBox<[AMQPMessage]>([])
  private let queue: String
  private let publisher: AMQPPublisher
  private let running: Task<Void, Never>

  /// - Parameter url: of a user who may publish in others' names.
  init(url: String) async throws {
    let exchanges = Service.allCases.map(\.exchange)
    let queue = Topology.Queue.exclusive("journal.\(UUID().uuidString)")
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let configuration = try AMQPConfiguration(url: url, connectionName: "test-journal")
    let consumer = AMQPConsumer(
      configuration: configuration, consumer: .init(queue: queue.name),
      topology: Topology(
        exchanges: exchanges.map { .foreign($0) }, queues: [queue],
        bindings: exchanges.map { .init(exchange: $0, queue: queue.name, routingKey: "#") }),
      logger: logger)
    let publisher = AMQPPublisher(configuration: configuration, logger: logger)
    (self.queue, self.publisher) = (queue.name, publisher)
    self.running = Task { [kept] in
      async let publishing: Void = publisher.run()
      await consumer.run { deliveries in
        kept.withLockedValue { $0 += deliveries.map(AMQPMessage.init(again:)) }
        return .settled
      }
      await publishing
    }
    try await eventually("the journal is kept") { await consumer.linkState == .ready }
  }

  /// Publishes again what has passed through one exchange until now, in its order.
  func republish(from exchange: String) async throws {
    // Straight into the journal's queue: when it has come, so has everything before it.
    let mark = AMQPMessage(exchange: "", routingKey: self.queue, body: Array(UUID().uuidString.utf8))
    try await self.publisher.publish(mark)
    let kept = self.kept
    try await eventually("the journal is up to date") { kept.withLockedValue { $0.contains { $0.body == mark.body } } }
    for message in self.kept.withLockedValue({ $0 }) where message.exchange == exchange {
      try await self.publisher.publish(message)
    }
  }

  func stop() { self.running.cancel() }
}

extension AMQPMessage {
  /// The same message once more.
  init(again delivery: Delivery) {
    self.init(
      exchange: delivery.exchange, routingKey: delivery.routingKey, properties: delivery.properties,
      body: delivery.body)
  }
}
