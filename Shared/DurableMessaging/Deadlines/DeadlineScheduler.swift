import FoundationEssentials
package import Logging
import Messaging
import Postgres

/// Fires deadlines when the service's clock says that they have passed. Any number of processes may run one.
package struct DeadlineScheduler<Handler: MessageHandler>: Sendable {
  private static var batch: Int { 100 }
  /// Another process may have set a deadline, and one that failed may be due again.
  private static var interval: Duration { .seconds(1) }

  private let work: UnitOfWork<Handler>
  private let logger: Logger
  private let stop: GracefulStop

  package init(work: UnitOfWork<Handler>, logger: Logger) {
    self.work = work
    self.logger = logger
    self.stop = GracefulStop(waking: work.commits.deadlines)
  }

  /// Schedules until the task is cancelled; a batch that is running is finished.
  package func run() async {
    await self.stop.run(finishingWithin: .seconds(20)) {
      while !self.stop.isRequested && !Task.isCancelled {
        do {
          while try await self.work.fire(limit: Self.batch) == Self.batch, !self.stop.isRequested {}
          await self.wait(until: try await self.work.pool.execute(DeadlineTable.Next()).first)
        } catch {
          self.logger.warning("Deadlines are left for later.", metadata: ["reason": "\(error)"])
          await self.work.commits.deadlines.wait(atMost: Self.interval)
        }
      }
    }
  }

  /// Waits until the next deadline, a second of the world at most, or until a commit has set one.
  private func wait(until next: Date?) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.work.commits.deadlines.wait(atMost: Self.interval) }
      if let next {
        group.addTask {
          try? await self.work.clock.sleep(until: next)
          // A moment more: what passes together fires together, and another process that fires it already may finish.
          try? await Task.sleep(for: .milliseconds(5))
        }
      }
      await group.next()
      group.cancelAll()
    }
  }
}
