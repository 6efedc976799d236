package import Foundation

/// Which of a service's queues each of its instances should be the active consumer of, as one instance sees it. All come to
/// the same shares, because they see the same members in the same order.
package struct PartitionShares: Sendable {
  private let instance: UUID
  private let queues: [String: Int]
  /// After stepping back from a queue the instance keeps what it is given of it for so long: its owner may be at work and
  /// have lost his link to the broker.
  private let patience: Duration
  private var members: [UUID] = []
  private var steppedBackAt: [String: ContinuousClock.Instant] = [:]

  /// - Parameter queues: in the same order in every instance.
  package init(queues: [String], instance: UUID, patience: Duration) {
    self.queues = Dictionary(zip(queues, queues.indices)) { first, _ in first }
    self.instance = instance
    self.patience = patience
  }

  /// These instances are at work, in an order that is the same for everybody.
  package mutating func attend(_ members: [UUID]) {
    guard members != self.members else { return }
    self.members = members
    self.steppedBackAt = [:]
  }

  /// Nil for a queue that is not shared out, and as long as nobody is known to be at work.
  package func owner(of queue: String) -> UUID? {
    guard let position = self.queues[queue], !self.members.isEmpty else { return nil }
    return self.members[position % self.members.count]
  }

  /// The instance was given messages of the queue. True when it should leave the next to those who wait behind it.
  package mutating func stepsBack(from queue: String, at now: ContinuousClock.Instant) -> Bool {
    guard let owner = self.owner(of: queue), owner != self.instance else { return false }
    if let last = self.steppedBackAt[queue], now - last < self.patience { return false }
    self.steppedBackAt[queue] = now
    return true
  }
}
