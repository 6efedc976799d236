import Foundation
import Messages
import Policy

/// What a unit does not want to answer for: given back, filed, disputed, decided.
extension CaseProcess {
  /// The head of the unit gives it back. The third time nobody but the leader in charge decides.
  func giveBack(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .assigned else {
      throw self.wrongState(state, "only an assigned case that has no plan yet is given back (R-058).")
    }
    state.returns += 1
    state.drop(.reply, .survey, at: now)
    let missed = self.lateOpinion(state, now: now)
    guard state.returns >= 3 else {
      state.state = .returned
      state.start(self.rules.timer(.returnDecision, grade: state.grade, from: now))
      return [self.progressed(state, .returned, now: now)] + missed
    }
    return self.escalate(&state, .returns, now: now) + missed
  }

  /// the opinion comes with the return, within a working day of the receipt. Nobody owes one before he gives a case
  /// back, so that it was late is said when it comes; it counts all the same. It goes by the version that the reply began
  /// with, which was asked for by the same assignment.
  private func lateOpinion(_ state: Case, now: Date) -> [any Message] {
    let version = state.timer(.reply)?.limit.policy
    guard let assignedAt = state.assignedAt,
      let limit = self.rules.timer(.returnOpinion, grade: state.grade, from: assignedAt, version: version),
      limit.dueAt <= now
    else { return [] }
    return [
      DeadlineMissed(
        complaint: state.number, deadline: .returnOpinion, rule: limit.limit.rule.description, dueAt: limit.dueAt,
        missedAt: now, unit: state.unit, level: .unitHead)
    ]
  }

  /// Customer service agrees that there is nothing to it, or finds so itself.
  func file(
    _ state: inout Case, by authority: CaseAction.Authority, now: Date
  ) throws(Rejected) -> [any Message] {
    switch state.state {
    case .registered: state.verifiedAt = now
    case .verified: break
    case .returned: try self.requireForReturn(state, authority)
    default: throw self.wrongState(state, "only a case that no unit has taken, or one given back, is filed as invalid.")
    }
    return self.end(&state, as: .filedInvalid, .invalid, now: now)
  }

  /// Departments disagree: the leader in charge decides.
  func dispute(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    switch state.state {
    case .assigned, .planned, .inProgress: return self.escalate(&state, .dispute, now: now)
    default: throw self.wrongState(state, "departments dispute about assigned cases and those in work only (R-051).")
    }
  }

  private func escalate(_ state: inout Case, _ cause: Escalation.Cause, now: Date) -> [any Message] {
    state.state = .escalated
    state.course.escalation = Escalation(cause: cause, since: now)
    state.start(
      self.rules.timer(.decision, by: cause == .returns ? .returnDecision : nil, grade: state.grade, from: now))
    return [self.progressed(state, .escalated, now: now)]
  }

  func decide(
    _ state: inout Case, _ ruling: Ruling, by authority: CaseAction.Authority, now: Date
  ) throws(Rejected) -> [any Message] {
    if state.state == .rework {
      guard ruling == .close, state.dissatisfied >= 3 else {
        throw self.wrongState(state, "the leader may end rework only after three dissatisfied callbacks (R-172).")
      }
    } else if state.state != .escalated {
      throw self.wrongState(state, "the leader in charge decides on escalated cases (R-051).")
    }
    try self.require(.leader, authority, "This is for the leader in charge to decide (R-051, R-172).")
    state.meet(.decision, at: now)
    state.course.escalation = nil
    switch ruling {
    case .assign(let unit): return self.hand(&state, to: unit, contributors: state.course.contributors, now: now)
    case .work:
      if state.repliedAt == nil { state.skip(.plan, because: "the leader in charge decided") }
      self.beginWork(&state, now: now)
      return [self.progressed(state, .started, now: now)]
    case .file: return self.end(&state, as: .filedInvalid, .invalid, now: now)
    case .close: return self.end(&state, as: .closed, .byDecision, now: now)
    }
  }
}
