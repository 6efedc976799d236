package import Logging
package import Postgres

/// Removes what nobody will ask for again: processed messages after 14 days, longer than any backlog of the broker that we
/// accept, and kept answers after a day. A message that is delivered once more after that would be handled once more.
package struct Janitor: Sendable {
  private static let retention: Duration = .seconds(14 * 24 * 3600)
  private static let keptAnswers: Duration = .seconds(24 * 3600)
  private static let interval: Duration = .seconds(10 * 60)
  /// Rows a statement; one that deletes a million holds its locks, and vacuum, for as long as that takes.
  package static let batch = 5_000

  private let pool: PostgresPool
  private let logger: Logger
  private let wakeUp: WakeUp
  private let stop: GracefulStop

  package init(pool: PostgresPool, logger: Logger) {
    self.pool = pool
    self.logger = logger
    self.wakeUp = WakeUp()
    self.stop = GracefulStop(waking: self.wakeUp)
  }

  /// Cleans every ten minutes until the task is cancelled.
  package func run() async {
    await self.stop.run(finishingWithin: .seconds(5)) {
      while !self.stop.isRequested && !Task.isCancelled {
        do {
          let count = try await self.clean()
          if count > 0 { self.logger.debug("Old messages were removed.", metadata: ["count": "\(count)"]) }
        } catch {
          self.logger.warning("Old messages are removed later.", metadata: ["reason": "\(error)"])
        }
        await self.wakeUp.wait(atMost: Self.interval)
      }
    }
  }

  /// Removes all that is old enough, `batch` rows at a time. Returns how many there were.
  package func clean(batch: Int = Janitor.batch) async throws(PostgresError) -> Int {
    try await self.clean(batch, InboxTable.DeleteProcessed(age: Self.retention, limit: batch))
      + self.clean(batch, KeptAnswerTable.DeleteOld(age: Self.keptAnswers, limit: batch))
  }

  private func clean(_ batch: Int, _ delete: some PreparedStatement) async throws(PostgresError) -> Int {
    var total = 0
    while !self.stop.isRequested {
      var pipeline = Pipeline()
      let ticket = pipeline.add(delete)
      let count = try await self.pool.execute(pipeline).affected(ticket)
      total += count
      if count < batch { break }
    }
    return total
  }
}
