import AMQP
import DurableMessaging
import Foundation
import Logging
package import Messages
package import Messaging
import NIOConcurrencyHelpers
import TestSupport

/// Reads everything that a service publishes, from a queue of its own.
package final class EventLog: Sendable {
  private let consumer: AMQPConsumer
  private let seen = NIOLockedValueBox<[Envelope]>([])

  init(of service: Service, logger: Logger) throws {
    let queue = "observer.\(UUID().uuidString)"
    self.consumer = AMQPConsumer(
      configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: "test-observer"),
      consumer: .init(queue: queue),
      topology: Topology(
        exchanges: [.foreign(service.exchange)], queues: [.exclusive(queue)],
        bindings: [.init(exchange: service.exchange, queue: queue, routingKey: "#")]),
      logger: logger)
  }

  func run() async {
    await self.consumer.run { deliveries in
      for delivery in deliveries {
        guard let envelope = try? CloudEventsCodec.decode(TransportMessage(delivery)) else { continue }
        self.seen.withLockedValue { $0.append(envelope) }
      }
      return .settled
    }
  }

  func ready() async throws {
    try await eventually(within: .seconds(20), "the observer's queue is bound") {
      await self.consumer.linkState == .ready
    }
  }

  package var all: [Envelope] { self.seen.withLockedValue { $0 } }

  /// The events of one type so far.
  package func all<M: Message>(_ type: M.Type) throws -> [M] {
    try self.all.filter { $0.type == M.type }.map { try MessageCoding.decode(M.self, from: $0.data) }
  }

  /// Waits until so many events of a type that satisfy `condition` have come, and returns them.
  @discardableResult
  package func wait<M: Message>(
    for type: M.Type, count: Int = 1, where condition: @escaping @Sendable (M) -> Bool = { _ in true }
  ) async throws -> [M] {
    try await eventually(within: .seconds(60), "\(count) of \(M.type), came: \(self.all.map(\.type))") {
      try self.all(type).count(where: condition) >= count
    }
    return try self.all(type).filter(condition)
  }
}
