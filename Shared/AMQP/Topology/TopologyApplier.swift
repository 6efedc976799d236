/// Makes the broker have what a topology says. Declaring what is there already, with the same arguments, changes nothing.
enum TopologyApplier {
  /// Exchanges first (a queue may name one for its dead letters), then queues, then what binds them.
  static func apply(_ topology: Topology, on connection: BrokerConnection) throws(AMQPError) {
    for exchange in topology.exchanges { try connection.declare(exchange) }
    for queue in topology.queues { try connection.declare(queue) }
    for binding in topology.bindings { try connection.bind(binding) }
  }
}
