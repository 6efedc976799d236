import NIOConcurrencyHelpers

/// Tells those who wait for rows in this process that a transaction has committed some, so that nobody waits for a poll.
package final class CommitSignals: Sendable {
  let outbox = WakeUp()
  let deadlines = WakeUp()
  /// Signalled when a person has had a message tried again.
  let inbox = WakeUp()
  private let hasInboxChanged = NIOLockedValueBox(true)
  private let hasAuditGrown = NIOLockedValueBox(true)
  private let lanes = NIOLockedValueBox(LaneSet())

  package init() {}

  func published(in lanes: LaneSet) {
    guard !lanes.isEmpty else { return }
    self.lanes.withLockedValue { $0.formUnion(lanes) }
    self.outbox.signal()
  }

  /// Messages have begun or ceased to wait, or to be in quarantine.
  func inboxChanged() {
    self.hasInboxChanged.withLockedValue { $0 = true }
  }

  /// Whether they have since the last time this was asked.
  func takeInboxChange() -> Bool {
    self.hasInboxChanged.withLockedValue { hasChanged in
      defer { hasChanged = false }
      return hasChanged
    }
  }

  /// Entries of the audit wait for their seal.
  func auditGrew() {
    self.hasAuditGrown.withLockedValue { $0 = true }
  }

  /// Whether any have come since the last time this was asked.
  func takeAuditGrowth() -> Bool {
    self.hasAuditGrown.withLockedValue { hasGrown in
      defer { hasGrown = false }
      return hasGrown
    }
  }

  /// The lanes in which there is something new since the last time this was asked.
  func takeLanes() -> LaneSet {
    self.lanes.withLockedValue { lanes in
      defer { lanes = [] }
      return lanes
    }
  }
}
