import NIOConcurrencyHelpers

/// Tells those who wait for rows in this process that a transaction has committed some, so that nobody waits for a poll.
package final class CommitSignals: Sendable {
  let outbox = WakeUp()
  let deadlines = WakeUp()
  private let lanes = NIOLockedValueBox(LaneSet())

  package init() {}

  func published(in lanes: LaneSet) {
    guard !lanes.isEmpty else { return }
    self.lanes.withLockedValue { $0.formUnion(lanes) }
    self.outbox.signal()
  }

  /// The lanes in which there is something new since the last time this was asked.
  func takeLanes() -> LaneSet {
    self.lanes.withLockedValue { lanes in
      defer { lanes = [] }
      return lanes
    }
  }
}
