import AMQP
import Logging
import Messaging
import Synchronization
import TestSupport

/// The client for RabbitMQ behind the protocol, so that the conformance suite can hold both to the same promises.
final class RabbitMQBus: MessageBus {
  private struct State {
    var topology = Topology.empty
    var publisher: (client: AMQPPublisher, run: Task<Void, Never>)?
  }

  private let url: String
  private let state = Mutex(State())
  private let logger = Logger(label: "bus") { _ in SwiftLogNoOpLogHandler() }

  init(url: String) {
    self.url = url
  }

  func declare(queue: String, bindings: [QueueBinding]) async throws {
    let topology = self.state.withLock { state in
      for exchange in Set(bindings.map(\.exchange)).map({ Topology.Exchange.own($0) })
      where !state.topology.exchanges.contains(exchange) {
        state.topology.exchanges.append(exchange)
      }
      let declared = Topology.Queue.quorum(queue, isSingleActiveConsumer: true)
      if !state.topology.queues.contains(declared) { state.topology.queues.append(declared) }
      state.topology.bindings += bindings.map {
        Topology.Binding(exchange: $0.exchange, queue: queue, routingKey: $0.pattern.description)
      }
      return state.topology
    }
    // A topology is applied when a link begins.
    await self.stop()
    let client = AMQPPublisher(configuration: try self.configuration(), topology: topology, logger: self.logger)
    let run = Task { await client.run() }
    self.state.withLock { $0.publisher = (client, run) }
    try await eventually("the topology is applied") { await client.linkState == .ready }
  }

  func publish(_ message: TransportMessage) async throws {
    let publisher = self.state.withLock { $0.publisher?.client }
    try await publisher?.publish(
      AMQPMessage(exchange: message.exchange, routingKey: message.routingKey, body: message.body))
  }

  func consume(
    _ queue: String, _ handle: @escaping @Sendable (TransportMessage, Bool) async throws -> Void
  ) async throws {
    let consumer = AMQPConsumer(
      configuration: try self.configuration(), consumer: .init(queue: queue, prefetch: 1, batchSize: 1),
      topology: self.state.withLock { $0.topology }, logger: self.logger)
    let failure = Mutex<(any Error)?>(nil)
    let running = Mutex<Task<Void, Never>?>(nil)
    let run = Task {
      await consumer.run { batch in
        for delivery in batch {
          let message = TransportMessage(
            exchange: delivery.exchange, routingKey: delivery.routingKey, body: delivery.body)
          do {
            try await handle(message, delivery.isRedelivered)
          } catch {
            failure.withLock { $0 = error }
            running.withLock { $0?.cancel() }
            return .abandon
          }
        }
        return .settled
      }
    }
    running.withLock { $0 = run }
    await withTaskCancellationHandler {
      await run.value
    } onCancel: {
      run.cancel()
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  /// Ends the publisher's link.
  func stop() async {
    let publisher = self.state.withLock { state in
      defer { state.publisher = nil }
      return state.publisher
    }
    publisher?.run.cancel()
    await publisher?.run.value
  }

  private func configuration() throws -> AMQPConfiguration {
    try AMQPConfiguration(url: self.url, connectionName: "test.bus")
  }
}
