package import Foundation

/// Which of a service's queues each of its instances should be the active consumer of. All instances come to the same
/// shares, because they see the same members in the same order.
package struct PartitionShares: Sendable {
  private let queues: [String: Int]
  private let members: [UUID]

  /// - Parameter members: the instances at work, in the same order for everybody.
  package init(queues: [String], members: [UUID]) {
    self.queues = Dictionary(zip(queues, queues.indices)) { first, _ in first }
    self.members = members
  }

  /// Nil for a queue that is not shared out, and as long as nobody is known to be at work.
  package func owner(of queue: String) -> UUID? {
    guard let position = self.queues[queue], !self.members.isEmpty else { return nil }
    return self.members[position % self.members.count]
  }
}
