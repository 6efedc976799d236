package import Foundation
package import Messages
import Policy

/// Limits that run out.
extension CaseProcess {
  /// The time of a limit has come: reminds, says that it was missed, escalates, each once. A deadline that finds the step
  /// taken says nothing.
  ///
  /// - Throws: `unknownValue` for a limit that the case never had.
  package func passed(_ name: CaseDeadline, of state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard let timer = state.timer(name) else {
      throw Rejected("name", .unknownValue, "The case has no limit of this name.")
    }
    // A row that an older date left behind.
    guard let due = timer.nextFiring(self.rules), due <= now else { return [] }
    if name == .objection {
      // Silence is consent.
      return self.end(&state, as: .closed, .unreachable, now: now)
    }
    let next: (told: CaseTimer.Told, level: EscalationLevel?) =
      switch timer.told {
      case .nothing where due < timer.dueAt && now < timer.dueAt: (.reminded, nil)
      case .nothing, .reminded: (.unitHead, .unitHead)
      case .unitHead: (.manager, .customerServiceManager)
      case .manager, .leader: (.leader, .leaderInCharge)
      }
    state.changeTimer(name) { $0.tell(next.told) }
    guard let level = next.level else {
      return [
        DeadlineApproaching(
          complaint: state.number, deadline: name, rule: timer.limit.rule.description, dueAt: timer.dueAt,
          unit: state.unit)
      ]
    }
    return [
      DeadlineMissed(
        complaint: state.number, deadline: name, rule: timer.limit.rule.description, dueAt: timer.dueAt, missedAt: now,
        unit: state.unit, level: level)
    ]
  }

  /// The deadlines of the case that have to be set or cancelled after a change: the rows follow the limits.
  package func deadlines(
    from before: Case?, to after: Case
  ) -> (set: [(name: CaseDeadline, at: Date)], cancel: [CaseDeadline]) {
    var (set, cancel): ([(name: CaseDeadline, at: Date)], [CaseDeadline]) = ([], [])
    for timer in after.course.timers {
      let old = before?.timer(timer.name)
      guard old != timer else { continue }
      let (was, next) = (old?.nextFiring(self.rules), timer.nextFiring(self.rules))
      guard was != next else { continue }
      if let next { set.append((timer.name, next)) } else { cancel.append(timer.name) }
    }
    return (set, cancel)
  }
}
