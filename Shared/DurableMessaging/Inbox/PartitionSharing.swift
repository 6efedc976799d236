import Foundation
package import Logging
import NIOConcurrencyHelpers
package import Postgres

/// Shares a service's partitions out among its instances.
///
/// The broker makes whoever comes first the active consumer and tells nobody; the others wait in line. So an instance that is
/// given messages of a partition that is another's share finishes its batch and goes to the end of the line, until the
/// messages come to the owner. When an instance dies the broker takes the next in line at once, whoever it is, and the
/// shares follow when its signs of life have been missing for `grace`.
package final class PartitionSharing: Sendable {
  private static let interval = Duration.seconds(3)
  private static let grace = Duration.seconds(10)

  private let instance = UUID()
  private let pool: PostgresPool
  private let logger: Logger
  private let shares: NIOLockedValueBox<PartitionShares>
  private let wakeUp: WakeUp
  private let stop: GracefulStop

  /// - Parameter queues: in the same order in every instance.
  package init(queues: [String], pool: PostgresPool, logger: Logger) {
    self.pool = pool
    self.logger = logger
    self.shares = NIOLockedValueBox(
      PartitionShares(queues: queues, instance: self.instance, patience: Self.grace))
    self.wakeUp = WakeUp()
    self.stop = GracefulStop(waking: self.wakeUp)
  }

  /// Gives signs of life until the task is cancelled, then takes its leave.
  package func run() async {
    await self.stop.run(finishingWithin: .seconds(2)) {
      while !self.stop.isRequested && !Task.isCancelled {
        await self.attend()
        await self.wakeUp.wait(atMost: Self.interval)
      }
      // A leave that does not succeed is made up for by the others after `grace`.
      _ = try? await self.pool.execute(InboxMemberTable.Leave(instance: self.instance))
    }
  }

  /// Whether the instance, having handled a batch, should leave the queue to the next in line.
  package func stepsBack(from queue: String) -> Bool {
    self.shares.withLockedValue { $0.stepsBack(from: queue, at: .now) }
  }

  private func attend() async {
    do {
      let members = try await self.pool.execute(
        InboxMemberTable.Attend(instance: self.instance, grace: Self.grace))
      self.shares.withLockedValue { $0.attend(members) }
    } catch {
      // Nothing is handled without the database either: the shares stay as they were.
      self.logger.debug("The partitions are shared out later.", metadata: ["reason": "\(error)"])
    }
  }
}
