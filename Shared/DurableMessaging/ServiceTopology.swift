package import AMQP
package import Messages

/// What a service needs at the broker, made from the catalogue.
package enum ServiceTopology {
  /// Redeliveries after which the broker moves a message to the dead letters. Reached only when the process dies while
  /// handling: whatever else goes wrong ends in the inbox table. Not 3, because each neighbour of a message that kills
  /// the process loses one of its own.
  static let deliveryLimit = 20

  /// The service's own exchange is declared, those it reads from are only looked for; one queue for each of them. Dead
  /// letters go to `<service>.dead`, which has no limit of its own: a full one would block the queues before it.
  package static func make(for service: Service) -> Topology {
    let name = service.rawValue
    let consumed = Catalogue.consumed(by: service).sorted { $0.key < $1.key }
    var topology = Topology(exchanges: [.own(service.exchange)])
    guard !consumed.isEmpty else { return topology }

    let deadLetters = "\(name).dlx"
    topology.exchanges.append(.own(deadLetters))
    topology.queues.append(.quorum("\(name).dead"))
    topology.bindings.append(Topology.Binding(exchange: deadLetters, queue: "\(name).dead", routingKey: "#"))
    for (exchange, types) in consumed {
      let queue = Self.queue(of: service, for: exchange)
      topology.exchanges.append(.foreign(exchange))
      topology.queues.append(
        .quorum(
          queue, deadLetterExchange: deadLetters, deliveryLimit: Self.deliveryLimit, isSingleActiveConsumer: true))
      for type in types {
        topology.bindings.append(Topology.Binding(exchange: exchange, queue: queue, routingKey: type))
        if exchange == Service.outside.exchange {
          // The form for senders whose tools cannot set a user id: their name is the last word, and the broker's topic
          // permissions hold them to it.
          topology.bindings.append(Topology.Binding(exchange: exchange, queue: queue, routingKey: "\(type).*"))
        }
      }
    }
    return topology
  }

  /// The queues that a service consumes from, in alphabetical order.
  package static func queues(of service: Service) -> [String] {
    Catalogue.consumed(by: service).keys.sorted().map { Self.queue(of: service, for: $0) }
  }

  private static func queue(of service: Service, for exchange: String) -> String {
    "\(service.rawValue).\(exchange)"
  }
}
