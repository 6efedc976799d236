package import Foundation
package import Policy
package import WorkCalendar

/// When customers are asked, and from which score on they count as satisfied.
package struct CallbackRules: Sendable {
  /// New callbacks are scheduled by this version.
  package let policy: PolicyReference
  /// What a timer keeps beside its date, as JSON: the policy version that set it.
  package let timerPayload: [UInt8]
  ///
  let satisfiedFromScore: Int
  private let closing: Limit
  private let milestone: Limit
  private let milestoneLatest: Limit
  private let calendar: WorkCalendar

  /// - Throws: `noLimit` when the policy leaves a limit of callbacks out.
  package init(policy: PolicyProfile, calendar: WorkCalendar) throws(PolicyError) {
    self.policy = policy.reference
    self.timerPayload = try policy.reference.json()
    self.satisfiedFromScore = policy.satisfiedFromScore
    self.closing = try policy.limit(.closingCallback)
    self.milestone = try policy.limit(.milestoneCallback)
    self.milestoneLatest = try policy.limit(.milestoneCallbackLatest)
    self.calendar = calendar
  }

  /// attempts count on different days.
  package func isSameDay(_ one: Date, _ other: Date) -> Bool {
    self.calendar.day(of: one) == self.calendar.day(of: other)
  }

  /// The closing callback can be made at once and has to be within the limit of R-167.
  func closingCallback(after handledAt: Date) -> (from: Date, dueAt: Date) {
    (handledAt, self.closing.due(after: handledAt, calendar: self.calendar).instant)
  }

  /// The milestone callback begins with the day on which the limit of R-176 ends, and is made within that of R-179.
  func milestoneCallback(after closedAt: Date) -> (from: Date, dueAt: Date) {
    let dueDay = self.milestone.due(after: closedAt, calendar: self.calendar).day
    let from = self.calendar.start(of: dueDay)
    return (from, self.milestoneLatest.due(after: from, calendar: self.calendar).instant)
  }
}
