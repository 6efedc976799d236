/// The exchanges, queues and bindings that a publisher or consumer needs; a value, applied again on every new link.
package struct Topology: Sendable, Hashable {
  /// A durable exchange.
  package struct Exchange: Sendable, Hashable {
    package enum Kind: String, Sendable {
      case topic, direct, fanout, headers
      /// Of the plug-in `rabbitmq_consistent_hash_exchange`; a binding's routing key is the weight of its queue.
      case consistentHash = "x-consistent-hash"
    }

    package var name: String
    package var kind: Kind
    /// What the broker is told beside the kind. A change of these for an exchange that exists is refused with 406.
    package var arguments: FieldTable = [:]
    /// Belongs to somebody else: it is looked for and never declared, so that its owner alone decides what it is. While it
    /// is missing the link waits, and says which one it misses.
    package var isForeign: Bool

    /// An exchange of our own: declared durable.
    package static func own(_ name: String, kind: Kind = .topic) -> Exchange {
      Exchange(name: name, kind: kind, isForeign: false)
    }

    /// An exchange of our own that deals messages out to its queues: those with the same header to the same queue.
    package static func hashing(_ name: String, onHeader header: String) -> Exchange {
      Exchange(name: name, kind: .consistentHash, arguments: ["hash-header": .string(header)], isForeign: false)
    }

    /// An exchange of our own that deals messages out to its queues: those with the same message id to the same queue.
    package static func hashingOnMessageID(_ name: String) -> Exchange {
      Exchange(name: name, kind: .consistentHash, arguments: ["hash-property": "message_id"], isForeign: false)
    }

    package static func foreign(_ name: String) -> Exchange {
      Exchange(name: name, kind: .topic, isForeign: true)
    }
  }

  /// A queue of our own.
  package struct Queue: Sendable, Hashable {
    package var name: String
    /// Deleted with the connection that declared it: for observers, who miss what happens while they are away. A queue that
    /// is not exclusive is a durable quorum queue.
    package var isExclusive: Bool
    /// What the broker is told: `x-…` names and values. A change of these for a queue that exists is refused with 406.
    package var arguments: FieldTable

    /// A durable quorum queue.
    ///
    /// - Parameter deadLetterExchange: gets what was redelivered more often than `deliveryLimit`.
    /// - Parameter deliveryLimit: redeliveries after which a message is dead-lettered; nil for none.
    /// - Parameter isSingleActiveConsumer: one consumer at a time, so that order holds with any number of replicas.
    package static func quorum(
      _ name: String, deadLetterExchange: String? = nil, deliveryLimit: Int? = nil, isSingleActiveConsumer: Bool = false
    ) -> Queue {
      var arguments: FieldTable = ["x-queue-type": "quorum"]
      arguments["x-dead-letter-exchange"] = deadLetterExchange.map { .string($0) }
      if deadLetterExchange != nil {
        // The default, at most once, may lose a message between the two queues; the stricter one refuses new messages
        // when the target is away, and needs this overflow rule.
        arguments["x-dead-letter-strategy"] = "at-least-once"
        arguments["x-overflow"] = "reject-publish"
      }
      arguments["x-delivery-limit"] = deliveryLimit.map { .int64(Int64($0)) }
      if isSingleActiveConsumer { arguments["x-single-active-consumer"] = true }
      return Queue(name: name, isExclusive: false, arguments: arguments)
    }

    /// A classic queue of this connection alone. Choose a name that nobody else has.
    package static func exclusive(_ name: String) -> Queue {
      Queue(name: name, isExclusive: true, arguments: [:])
    }
  }

  package struct Binding: Sendable, Hashable {
    package enum Destination: Sendable, Hashable {
      case queue(String)
      case exchange(String)
    }

    package var exchange: String
    package var destination: Destination
    package var routingKey: String

    package init(exchange: String, to destination: Destination, routingKey: String) {
      self.exchange = exchange
      self.destination = destination
      self.routingKey = routingKey
    }

    package init(exchange: String, queue: String, routingKey: String) {
      self.init(exchange: exchange, to: .queue(queue), routingKey: routingKey)
    }
  }

  package var exchanges: [Exchange]
  package var queues: [Queue]
  package var bindings: [Binding]

  package init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
    self.exchanges = exchanges
    self.queues = queues
    self.bindings = bindings
  }

  package static let empty = Topology()
}

extension Topology.Binding: CustomStringConvertible {
  package var description: String {
    switch self.destination {
    case .queue(let name): "\(self.exchange) -> \(name) (\(self.routingKey))"
    case .exchange(let name): "\(self.exchange) -> exchange \(name) (\(self.routingKey))"
    }
  }
}
