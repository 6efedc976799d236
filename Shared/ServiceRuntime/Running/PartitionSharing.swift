import DurableMessaging
import Foundation
import Logging
import NIOConcurrencyHelpers
import Postgres

/// Shares a service's partitions out among its instances.
///
/// The broker makes whoever comes first the active consumer and tells nobody; the others wait in line. So an instance that is
/// given messages of a partition that is another's share finishes its batch and goes to the end of the line, until the
/// messages come to the owner. When an instance dies the broker takes the next in line at once, whoever it is, and the
/// shares follow when its signs of life have been missing for `grace`.
final class PartitionSharing: Sendable {
  private static let interval = Duration.seconds(3)
  private static let grace = Duration.seconds(10)

  private struct State {
    var shares: PartitionShares
    var steppedBackAt: [String: ContinuousClock.Instant] = [:]
  }

  private let instance = UUID()
  private let queues: [String]
  private let pool: PostgresPool
  private let logger: Logger
  private let state: NIOLockedValueBox<State>

  /// - Parameter queues: in the same order in every instance.
  init(queues: [String], pool: PostgresPool, logger: Logger) {
    self.queues = queues
    self.pool = pool
    self.logger = logger
    self.state = NIOLockedValueBox(State(shares: PartitionShares(queues: queues, members: [])))
  }

  /// Gives signs of life until the task is cancelled, then takes its leave.
  func run() async {
    while !Task.isCancelled {
      await self.attend()
      try? await Task.sleep(for: Self.interval)
    }
    let leave = Task { [pool, instance] in try await pool.execute(InboxMemberTable.Leave(instance: instance)) }
    _ = await leave.result
  }

  private func attend() async {
    // Not cancelled with the caller's task: a sign of life that the server sees after the leave would outlive it.
    let sign = Task { [pool, instance] in
      try await pool.execute(InboxMemberTable.Attend(instance: instance, grace: Self.grace))
    }
    do {
      let members = try await sign.value
      self.state.withLockedValue { $0.shares = PartitionShares(queues: self.queues, members: members) }
    } catch {
      // Nothing is handled without the database either: the shares stay as they were.
      self.logger.debug("The partitions are shared out later.", metadata: ["reason": "\(error)"])
    }
  }

  /// Whether this instance should leave the queue to the next in line. True at most once in `grace`: the owner may be at
  /// work and have lost his link to the broker.
  func stepsBack(from queue: String) -> Bool {
    self.state.withLockedValue { state in
      guard let owner = state.shares.owner(of: queue), owner != self.instance else { return false }
      if let last = state.steppedBackAt[queue], .now - last < Self.grace { return false }
      state.steppedBackAt[queue] = .now
      return true
    }
  }
}
