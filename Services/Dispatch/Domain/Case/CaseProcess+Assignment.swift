import Foundation
import Messages
import Policy

/// Who answers.
extension CaseProcess {
  func verify(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .registered else { throw self.wrongState(state, "only a registered case is verified.") }
    state.state = .verified
    state.verifiedAt = now
    return [self.progressed(state, .verified, now: now)]
  }

  func assign(
    _ state: inout Case, to unit: ResponsibleUnit, contributors: [ResponsibleUnit], by authority: CaseAction.Authority,
    now: Date
  ) throws(Rejected) -> [any Message] {
    let contributors = contributors.filter { $0 != unit }
    switch state.state {
    case .registered: state.verifiedAt = now
    case .verified: break
    case .returned: try self.requireForReturn(state, authority)
    case _ where state.state.isOpen && state.unit == unit:
      // The lead stays; units that contribute may come and go.
      state.course.contributors = contributors
      return []
    default:
      throw self.wrongState(state, "only a registered, verified or returned case is assigned.")
    }
    return self.hand(&state, to: unit, contributors: contributors, now: now)
  }

  /// what was given back twice is decided by the manager.
  func requireForReturn(_ state: Case, _ authority: CaseAction.Authority) throws(Rejected) {
    guard state.returns >= 2 else { return }
    try self.require(
      .manager, authority, "A complaint that was given back twice is decided by the customer service manager (R-059).")
  }

  /// The form goes to the unit: the clocks of start.
  func hand(
    _ state: inout Case, to unit: ResponsibleUnit, contributors: [ResponsibleUnit], now: Date
  ) -> [any Message] {
    state.state = .assigned
    state.unit = unit
    state.assignedAt = now
    state.course.contributors = contributors
    state.course.escalation = nil
    state.trade = Responsibility.trade(
      unit: unit, kind: state.kind, category: state.category, buildingPart: state.buildingPart)
    state.meet(.assignment, .returnDecision, .decision, at: now)
    state.repliedAt = nil
    // After a dispute: what another unit has promised, and owed.
    self.dropPlan(&state, now: now)
    state.drop(.survey, at: now)
    let start = self.has(.replyClockFromReceipt) && state.returns == 0 ? state.receivedAt : now
    // An enquiry is answered sooner than a complaint.
    let rule: RuleID? = state.kind == .enquiry ? .enquiryAnswer : nil
    let reply = self.rules.timer(.reply, by: rule, grade: state.grade, from: start)
    state.start(reply)
    let survey =
      !state.waitsForSignature || state.surveyedAt != nil
      ? nil : self.rules.timer(.survey, grade: state.grade, from: now)
    state.start(survey)
    var events: [any Message] = [
      CaseAssigned(
        complaint: state.number, unit: unit, assignedAt: now, replyDueAt: reply?.dueAt ?? now,
        surveyDueAt: survey?.dueAt)
    ]
    if let request = self.repairRequest(state, surveyDueAt: survey?.dueAt, now: now) { events.append(request) }
    return events
  }
}
