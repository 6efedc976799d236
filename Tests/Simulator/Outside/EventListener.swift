import AMQP
import Logging
import Messages

/// Hears every event of the services, as the broker user `observer`.
struct EventListener: Sendable {
  private let consumer: AMQPConsumer

  /// - Parameter name: of this run; its queue is its own.
  init(configuration: AMQPConfiguration, name: String, logger: Logger) {
    // Not exclusive, so that nothing is missed when the link is lost; the broker removes the queue when nobody has
    // listened for ten minutes.
    var queue = Topology.Queue.quorum("observer.\(name)")
    queue.arguments["x-expires"] = .int32(600_000)
    let exchanges = Set(Catalogue.entries.filter { $0.producer != .outside }.map(\.exchange)).sorted()
    self.consumer = AMQPConsumer(
      configuration: configuration,
      consumer: AMQPConsumer.Configuration(queue: queue.name, prefetch: 200, batchSize: 100),
      topology: Topology(
        exchanges: exchanges.map(Topology.Exchange.foreign), queues: [queue],
        bindings: exchanges.map { Topology.Binding(exchange: $0, queue: queue.name, routingKey: "#") }),
      logger: logger)
  }

  /// Gives every event to `hear` until cancelled; an event may come more than once.
  /// - Parameter illegible: is told the routing key of what cannot be read.
  func run(
    _ hear: @escaping @Sendable ([HeardEvent]) async -> Void,
    illegible: @escaping @Sendable (String) async -> Void
  ) async {
    await self.consumer.run { deliveries in
      var events: [HeardEvent] = []
      for delivery in deliveries {
        if let event = HeardEvent(delivery) { events.append(event) } else { await illegible(delivery.routingKey) }
      }
      await hear(events)
      return .settled
    }
  }

  /// Events from now on will be heard.
  var isReady: Bool {
    get async { await self.consumer.linkState == .ready }
  }
}
