import CoreMetrics
package import Logging
package import Postgres

/// Links the entries of the audit into the chain, within seconds of their commit. Any number of processes may run one: one
/// at a time seals.
package struct AuditSealer: Sendable {
  /// Entries of one seal; more wait for the next one.
  private static let batch = 1_000
  private static let interval: Duration = .seconds(1)
  /// After entries have come, for those of transactions that were still running.
  private static let looks = 3
  /// Without any sign, for what another instance has left.
  private static let idle = 15

  private let pool: PostgresPool
  private let commits: CommitSignals
  private let logger: Logger
  private let wakeUp: WakeUp
  private let stop: GracefulStop

  package init(pool: PostgresPool, commits: CommitSignals, logger: Logger) {
    self.pool = pool
    self.commits = commits
    self.logger = logger
    self.wakeUp = WakeUp()
    self.stop = GracefulStop(waking: self.wakeUp)
  }

  /// Seals until the task is cancelled, and once more then, so that a service that has stopped leaves nothing open.
  package func run() async {
    await self.stop.run(finishingWithin: .seconds(5)) {
      var (looks, rounds) = (1, 0)
      while !Task.isCancelled {
        let isLast = self.stop.isRequested
        if self.commits.takeAuditGrowth() { looks = Self.looks }
        rounds += 1
        if looks > 0 || isLast || rounds.isMultiple(of: Self.idle) {
          looks -= looks > 0 ? 1 : 0
          await self.sealAll()
        }
        if isLast { return }
        await self.wakeUp.wait(atMost: Self.interval)
      }
    }
  }

  private func sealAll() async {
    do {
      while try await self.seal() == Self.batch {}
    } catch {
      self.logger.warning("The audit is sealed later.", metadata: ["reason": "\(error)"])
    }
  }

  /// Seals what can be sealed, `limit` entries at most. Returns how many there were; 0 also when another process is at it.
  package func seal(limit: Int = AuditSealer.batch) async throws -> Int {
    let count = try await self.pool.transaction { transaction in
      var first = Pipeline()
      let lock = first.add(AuditTable.TryLock())
      let head = first.add(AuditTable.Head())
      let results = try await transaction.execute(first)
      guard try results.rows(lock).first == true else { return 0 }
      let last = try results.rows(head).first ?? .none
      let entries = try await transaction.execute(AuditTable.Unsealed(position: last.position, limit: limit))
      guard !entries.isEmpty else { return 0 }
      var hashes: [[UInt8]] = []
      for entry in entries { hashes.append(AuditChain.hash(after: hashes.last ?? last.hash, entry.content)) }
      var second = Pipeline()
      second.add(AuditTable.Seal(number: last.number + 1, positions: entries.map(\.position), hashes: hashes))
      _ = try await transaction.execute(second, committing: true)
      return entries.count
    }
    Counter(label: "audit_entries_sealed_total").increment(by: count)
    return count
  }
}
