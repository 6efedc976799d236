package import Logging
import NIOConcurrencyHelpers

/// Consumes one queue in batches; survives the loss of the link and of the queue.
package final class AMQPConsumer: Sendable {
  package struct Configuration: Sendable, Hashable {
    package var queue: String
    /// - `amqp.prefetch` (int, default: 100): deliveries held unacknowledged, twice a batch, so that the next one is there
    ///   when this one is done; at most 200, more gained nothing.
    package var prefetch: Int {
      didSet { self.prefetch = Configuration.allowed(self.prefetch) }
    }
    /// - `amqp.batch-size` (int, default: 50): deliveries handed to the handler at once, at most.
    package var batchSize: Int
    /// - `amqp.batch-delay` (duration, default: 5 ms): how long a delivery waits for others to fill its batch.
    package var batchDelay: Duration
    /// - `amqp.finish-timeout` (duration, default: 20 s): when stopping, how long the running batch may take before its task
    ///   is cancelled.
    package var finishTimeout: Duration

    package init(
      queue: String, prefetch: Int = 100, batchSize: Int = 50, batchDelay: Duration = .milliseconds(5),
      finishTimeout: Duration = .seconds(20)
    ) {
      self.queue = queue
      self.prefetch = Configuration.allowed(prefetch)
      self.batchSize = batchSize
      self.batchDelay = batchDelay
      self.finishTimeout = finishTimeout
    }

    /// 0 would mean without limit.
    private static func allowed(_ prefetch: Int) -> Int { min(max(prefetch, 1), 200) }
  }

  private let consumer: Configuration
  private let stopTimeout: Duration
  private let link: Link<ConsumingChannel>
  private let runningBatch = NIOLockedValueBox<Task<BatchOutcome, Never>?>(nil)

  /// - Parameter topology: applied on each new link before consuming; it declares the queue and what it is bound to.
  package init(configuration: AMQPConfiguration, consumer: Configuration, topology: Topology, logger: Logger) {
    self.consumer = consumer
    self.stopTimeout = configuration.stopTimeout
    self.link = Link(
      configuration, topology: topology, logger: logger, metrics: LinkMetrics(link: configuration.connectionName)
    ) { generation in
      ConsumingChannel(consumer, generation: generation)
    }
  }

  /// Delivers batches one after another. When `handle` has returned `.settled`, every delivery of its batch is acknowledged;
  /// after `.handOver` likewise, and the link is given up, so that the next consumer in line becomes the active one; after
  /// `.abandon` none is, the link is given up, and the broker redelivers to the next.
  ///
  /// Returns when its task is cancelled or `stopTaking` was called: no more is taken, the running batch is finished and
  /// acknowledged, the link is closed. `handle` is not cancelled with the task, only when it outlasts
  /// `Configuration.finishTimeout`. Returns early, with an error in the log, when the queue differs from what is declared.
  package func run(_ handle: @escaping @Sendable ([Delivery]) async -> BatchOutcome) async {
    let limiter = NIOLockedValueBox<Task<Void, any Error>?>(nil)
    await withTaskCancellationHandler {
      await self.link.run { session in await self.serve(session, handle) }
    } onCancel: {
      limiter.withLockedValue { $0 = self.limitStopping() }
    }
    limiter.withLockedValue { $0?.cancel() }
  }

  /// Stops taking. Returns when the running batch is finished and acknowledged and the link is closed; what the broker had
  /// sent beyond that goes to the next consumer.
  package func stopTaking() async {
    self.link.stop()
    let limiter = self.limitStopping()
    await self.link.untilEnd()
    limiter.cancel()
  }

  package var linkState: LinkState {
    get async { self.link.state }
  }

  private func serve(
    _ session: AMQPSession<ConsumingChannel>, _ handle: @escaping @Sendable ([Delivery]) async -> BatchOutcome
  ) async -> AMQPError? {
    do throws(AMQPError) {
      while let batch = try await session.nextBatch() {
        switch await self.run(batch, handle) {
        case .settled: await session.settle(batch)
        case .handOver:
          await session.settle(batch)
          return AMQPError(.handedOver, detail: "queue \(self.consumer.queue) belongs to another instance")
        case .abandon:
          return AMQPError(.abandoned, detail: "the handler of queue \(self.consumer.queue) gave a batch up")
        }
      }
      return nil
    } catch {
      return error
    }
  }

  private func run(
    _ batch: [Delivery], _ handle: @escaping @Sendable ([Delivery]) async -> BatchOutcome
  ) async -> BatchOutcome {
    // Not a child task: cancelling `run` must let the running batch finish.
    let running = Task { await handle(batch) }
    self.runningBatch.withLockedValue { $0 = running }
    let outcome = await running.value
    self.runningBatch.withLockedValue { $0 = nil }
    return outcome
  }

  /// A handler that takes too long is cancelled; a link that is stuck all the same is cut.
  private func limitStopping() -> Task<Void, any Error> {
    Task {
      try await Task.sleep(for: self.consumer.finishTimeout)
      self.runningBatch.withLockedValue { $0?.cancel() }
      try await Task.sleep(for: self.stopTimeout)
      self.link.cut()
    }
  }
}
