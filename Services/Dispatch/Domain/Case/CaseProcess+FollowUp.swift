package import Foundation
package import Messages
import Policy

/// Customer service knows the state of each open case, and looks at it weekly at least.
extension CaseProcess {
  /// Something was recorded about the case: somebody has looked at it.
  package func lookedAt(_ state: inout Case, now: Date) {
    state.course.lookedAt = now
    state.followUpDueAt = state.state.isOpen ? self.rules.followUp(after: now) : nil
  }

  /// Somebody looked at it, without a step.
  func note(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state.isOpen else { throw self.wrongState(state, "it has ended, and nobody follows it any more.") }
    self.lookedAt(&state, now: now)
    return []
  }

  /// The time of a look has come. The row of the deadline is set once for each, and not with every step: it may come too
  /// early.
  /// - Returns: the reminder, where nobody has looked in time, and when to look next.
  package func followUpPassed(_ state: Case, now: Date) -> (reminder: DeadlineApproaching?, next: Date)? {
    guard state.state.isOpen, let dueAt = state.followUpDueAt else { return nil }
    guard dueAt <= now else { return (nil, dueAt) }
    let reminder = DeadlineApproaching(
      complaint: state.number, deadline: .followUp, rule: RuleID.followUp.description, dueAt: dueAt,
      unit: .customerService)
    return (reminder, self.rules.followUp(after: now))
  }
}
