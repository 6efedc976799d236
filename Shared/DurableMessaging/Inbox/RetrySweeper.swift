import CoreMetrics
package import Logging
import Postgres

/// Brings messages that wait in the inbox back to the handler when their time has come.
package struct RetrySweeper<Handler: MessageHandler>: Sendable {
  private static var batch: Int { 50 }
  private static var interval: Duration { .seconds(1) }
  /// What this process changes is counted at once; other instances change the table too.
  private static var countInterval: Duration { .seconds(5) }

  private let work: UnitOfWork<Handler>
  private let logger: Logger
  private let stop: GracefulStop

  package init(work: UnitOfWork<Handler>, logger: Logger) {
    self.work = work
    self.logger = logger
    self.stop = GracefulStop(waking: work.commits.inbox)
  }

  /// Sweeps every second until the task is cancelled; a batch that is running is finished.
  package func run() async {
    await self.stop.run(finishingWithin: .seconds(20)) {
      var nextCount = ContinuousClock.now
      while !self.stop.isRequested && !Task.isCancelled {
        do {
          // Of each subject only the first that is parked is found at once, so that there may be more behind it.
          while try await self.work.retryDue(limit: Self.batch) > 0, !self.stop.isRequested {}
          if self.work.commits.takeInboxChange() || ContinuousClock.now >= nextCount {
            try await self.count()
            nextCount = .now + Self.countInterval
          }
        } catch {
          self.logger.warning("Waiting messages are left for later.", metadata: ["reason": "\(error)"])
        }
        await self.work.commits.inbox.wait(atMost: Self.interval)
      }
    }
  }

  private func count() async throws {
    guard let count = try await self.work.pool.execute(InboxTable.Count()).first else { return }
    Gauge(label: "inbox_retrying").record(count.waiting)
    Gauge(label: "inbox_quarantined").record(count.quarantined)
  }
}
