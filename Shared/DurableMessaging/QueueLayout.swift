package import AMQP
package import Messages
import Messaging

/// The queues in which a service's messages from one exchange wait: one, or several partitions.
///
/// Partitions stand behind a consistent-hash exchange of their own, whose name says how many they are, so that another
/// number is another layout beside this one. Each has a single active consumer: what concerns one subject stays in order.
package struct QueueLayout: Sendable, Hashable {
  package static let partitionLimit = 64

  package let service: Service
  /// Where the messages come from.
  package let exchange: String
  package let partitions: Int

  package init(service: Service, exchange: String, partitions: Int) {
    self.service = service
    self.exchange = exchange
    self.partitions = partitions
  }

  /// The layouts of all exchanges that a service reads from, in alphabetical order.
  package static func all(of service: Service, partitions: Int) -> [QueueLayout] {
    Catalogue.consumed(by: service).keys.sorted().map {
      QueueLayout(service: service, exchange: $0, partitions: partitions)
    }
  }

  /// The consumer's name in the inbox. It has no partition in it: a message that arrives by the old layout and by the new
  /// one is the same message.
  package var consumer: String { "\(self.service.rawValue).\(self.exchange)" }

  /// `dispatch.intake.events`, or `dispatch.intake.events.1-of-4` and so on.
  package var queues: [String] {
    guard self.partitions > 1 else { return [self.consumer] }
    return (1...self.partitions).map { "\(self.consumer).\($0)-of-\(self.partitions)" }
  }

  /// What deals the messages out; nil with one queue.
  package var hashExchange: String? {
    self.partitions > 1 ? "\(self.consumer).by-\(self.partitions)" : nil
  }

  /// What brings messages from the exchange into this layout.
  package var sources: [Topology.Binding] {
    let destination = self.hashExchange.map { Topology.Binding.Destination.exchange($0) } ?? .queue(self.consumer)
    let types = Catalogue.consumed(by: self.service)[self.exchange] ?? []
    // The form with one more word is for senders whose tools cannot set a user id: their name is the last word, and the
    // broker's topic permissions hold them to it.
    let keys = self.exchange == Service.outside.exchange ? types.flatMap { [$0, "\($0).*"] } : types
    return keys.map { Topology.Binding(exchange: self.exchange, to: destination, routingKey: $0) }
  }

  /// - Parameter deadLetterExchange: gets what was redelivered too often.
  func topology(deadLetterExchange: String, deliveryLimit: Int) -> Topology {
    var topology = Topology(exchanges: [.foreign(self.exchange)])
    for queue in self.queues {
      topology.queues.append(
        .quorum(
          queue, deadLetterExchange: deadLetterExchange, deliveryLimit: deliveryLimit, isSingleActiveConsumer: true))
    }
    if let hashExchange {
      topology.exchanges.append(
        // An outside system need not name a subject. What it sends is in no order, and the repeats of a message have its
        // id.
        self.exchange == Service.outside.exchange
          ? .hashingOnMessageID(hashExchange)
          : .hashing(hashExchange, onHeader: CloudEventsCodec.prefix + "subject"))
      topology.bindings += self.queues.map { Topology.Binding(exchange: hashExchange, queue: $0, routingKey: "1") }
    }
    topology.bindings += self.sources
    return topology
  }
}
