package import AMQP
package import Messages

/// What a service needs at the broker, made from the catalogue.
package enum ServiceTopology {
  /// Redeliveries after which the broker moves a message to the dead letters. Reached only when the process dies while
  /// handling: whatever else goes wrong ends in the inbox table. Not 3, because each neighbour of a message that kills
  /// the process loses one of its own.
  static let deliveryLimit = 20

  /// The service's own exchange is declared, those it reads from are only looked for; a layout of queues for each of them.
  /// Dead letters go to `<service>.dead`, which has no limit of its own: a full one would block the queues before it.
  package static func make(for service: Service, partitions: Int = 1) -> Topology {
    let name = service.rawValue
    let layouts = QueueLayout.all(of: service, partitions: partitions)
    var topology = Topology(exchanges: [.own(service.exchange)])
    guard !layouts.isEmpty else { return topology }

    let deadLetters = "\(name).dlx"
    topology.exchanges.append(.own(deadLetters))
    topology.queues.append(.quorum("\(name).dead"))
    topology.bindings.append(Topology.Binding(exchange: deadLetters, queue: "\(name).dead", routingKey: "#"))
    for layout in layouts {
      let part = layout.topology(deadLetterExchange: deadLetters, deliveryLimit: Self.deliveryLimit)
      topology.exchanges += part.exchanges
      topology.queues += part.queues
      topology.bindings += part.bindings
    }
    return topology
  }
}
