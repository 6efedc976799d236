import AMQP
import Messages

/// Hears events as the broker user `observer`, as soon as they come.
struct EventListener: Sendable {
  private let consumer: AMQPConsumer

  /// - Parameter types: that are heard.
  init(_ servers: Servers, name: String, types: [any Message.Type]) throws {
    let queue = Topology.Queue.exclusive("observer.\(name)")
    let bindings = types.compactMap { type in
      Catalogue.entry(of: type.type).map {
        Topology.Binding(exchange: $0.exchange, queue: queue.name, routingKey: type.type)
      }
    }
    self.consumer = AMQPConsumer(
      configuration: try servers.amqp("AMQP_URL"),
      consumer: AMQPConsumer.Configuration(queue: queue.name, prefetch: 200, batchSize: 100, batchDelay: .zero),
      topology: Topology(
        exchanges: Set(bindings.map(\.exchange)).sorted().map(Topology.Exchange.foreign), queues: [queue],
        bindings: bindings), logger: servers.logger)
  }

  /// Gives every event to `hear` for the length of `body`, which begins when nothing can be missed any more.
  func listen<R: Sendable>(
    _ hear: @escaping @Sendable ([HeardEvent]) -> Void, while body: () async throws -> R
  ) async throws -> R {
    let run = Task {
      await self.consumer.run { deliveries in
        hear(deliveries.compactMap(HeardEvent.init))
        return .settled
      }
    }
    while await self.consumer.linkState != .ready {
      if await self.consumer.linkState == .failed { throw BenchmarkError("The observer cannot listen.") }
      try await Task.sleep(for: .milliseconds(5))
    }
    do {
      let result = try await body()
      run.cancel()
      await run.value
      return result
    } catch {
      run.cancel()
      await run.value
      throw error
    }
  }
}
