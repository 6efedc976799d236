import AMQP
import DurableMessaging
import Logging
import Postgres

/// Goes over from one number of partitions to another before a service begins to consume.
///
/// The new queues are bound first and the old ones unbound after it, so that nothing falls between them; what arrives by
/// both is handled once, because the inbox knows it under one name. The old queues are handled to their end before the new
/// ones are begun, so that what concerns one subject stays in order. A change that is broken off is taken up again by the
/// next start, and several instances may do it at the same time.
struct Repartitioning<Handler: MessageHandler>: Sendable {
  let configuration: ServiceConfiguration
  let pool: PostgresPool
  let work: UnitOfWork<Handler>
  let logger: Logger

  /// Returns when nothing is left in queues of another number of partitions. Waits for a broker or database that is away.
  func run() async throws {
    var pause = Duration.milliseconds(100)
    while true {
      do {
        return try await self.change()
      } catch let error as AMQPError where error.isRetriable {
        self.logger.warning("The change of partitions waits for the broker.", metadata: ["reason": "\(error)"])
      } catch let error as PostgresError where error.isAway {
        self.logger.warning("The change of partitions waits for the database.", metadata: ["reason": "\(error)"])
      } catch let error as PostgresError where error.code == .uniqueViolation {
        // Another instance has written the same in the same moment; the next look sees it.
        self.logger.info("Another instance changes the partitions too.", metadata: ["reason": "\(error)"])
      }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(5))
    }
  }

  private func change() async throws {
    for current in QueueLayout.all(of: self.configuration.service, partitions: self.configuration.partitions) {
      _ = try await self.pool.execute(InboxLayoutTable.Adopt(current))
      for number in try await self.pool.execute(InboxLayoutTable.Draining(consumer: current.consumer)) {
        let old = QueueLayout(service: current.service, exchange: current.exchange, partitions: number)
        self.logger.notice(
          "The number of partitions changes; the old queues are emptied first.",
          metadata: [
            "consumer": "\(current.consumer)", "from": "\(old.partitions)", "to": "\(current.partitions)",
          ])
        try await self.retire(old)
        _ = try await self.pool.execute(InboxLayoutTable.Forget(old))
      }
    }
  }

  private func retire(_ old: QueueLayout) async throws {
    let errand = AMQPErrand(configuration: self.configuration.amqp)
    try await errand.apply(
      ServiceTopology.make(for: self.configuration.service, partitions: self.configuration.partitions))
    try await errand.unbind(old.sources)
    for queue in old.queues { try await self.drain(queue, of: old, errand) }
    try await errand.delete(queues: old.queues, exchanges: [old.hashExchange].compactMap { $0 })
  }

  /// Handles what a queue holds until it is empty and nobody has anything of it in hand.
  ///
  /// A broker whose queue has no leader for a moment, or answers late, says "empty, no consumers" of a full one. So its word
  /// counts only while a consumer of ours is on the queue, which makes the answer a different one, and then repeatedly.
  private func drain(_ queue: String, of old: QueueLayout, _ errand: AMQPErrand) async throws {
    var lastSaid: ContinuousClock.Instant?
    while try await errand.depth(ofQueue: queue) != nil {
      try await self.consume(queue, of: old, errand)
      // What was in hand elsewhere may have been given back meanwhile; nothing new can come.
      if try await self.isAlways(3, queue, errand, { $0.ready == 0 && $0.consumers == 0 }) { return }
      if lastSaid.map({ .now - $0 > .seconds(60) }) ?? true {
        // Another instance that changes over too, or one that still has the old number and must be stopped.
        self.logger.warning(
          "A queue that is to be given up still has another consumer; stop every instance with the old number.",
          metadata: ["queue": "\(queue)"])
        lastSaid = .now
      }
      // Not in step with another instance that does the same.
      try await Task.sleep(for: .milliseconds(Int64.random(in: 20...200)))
    }
  }

  /// Consumes until nothing waits; what is in hand then is finished or given back.
  private func consume(_ queue: String, of old: QueueLayout, _ errand: AMQPErrand) async throws {
    let consumer = QueueConsumer(
      queue: queue, consumer: old.consumer, configuration: self.configuration, work: self.work, logger: self.logger)
    let run = Task { await consumer.run() }
    do {
      while try await !self.isAlways(3, queue, errand, { $0.ready == 0 && $0.consumers > 0 }) {}
    } catch {
      await consumer.stop()
      await run.value
      throw error
    }
    await consumer.stop()
    await run.value
  }

  /// Whether so many looks at the queue, one after another, find it so, or one finds it deleted by another instance that
  /// changes over.
  private func isAlways(
    _ count: Int, _ queue: String, _ errand: AMQPErrand, _ condition: (QueueDepth) -> Bool
  ) async throws -> Bool {
    for _ in 0..<count {
      try await Task.sleep(for: .milliseconds(50))
      guard let depth = try await errand.depth(ofQueue: queue) else { return true }
      guard condition(depth) else { return false }
    }
    return true
  }
}
