package import Foundation
package import Messages
import Policy

/// What changes around a case: its grade, and the project department.
extension CaseProcess {
  /// the shorter limit applies from that moment.
  package func regrade(
    _ state: inout Case, to grade: Grade, category: Messages.Category?, at regradedAt: Date
  ) -> [any Message] {
    guard state.state.isOpen, grade != state.grade || (category ?? state.category) != state.category else { return [] }
    state.grade = grade
    state.category = category ?? state.category
    // While the case is suspended its limits stand still, and what is left of them is compared.
    let stoppedAt = state.suspendedAt(regradedAt)
    for name in [CaseDeadline.reply, .assignment, .newPlan] {
      guard var owed = state.timer(name), owed.endedAt == nil, owed.limit.appointment == nil,
        let shorter = self.rules.timer(name, grade: grade, from: regradedAt)
      else { continue }
      if let stoppedAt { owed.resume(at: stoppedAt, calendar: self.rules.calendar) }
      if shorter.dueAt < owed.dueAt { self.start(shorter, in: &state, stoppedAt: stoppedAt) }
    }
    for name in [CaseDeadline.firstResponse, .leaderTold, .upwardReport] where state.timer(name) == nil {
      // Whoever has the plan has been spoken to.
      if name == .firstResponse, state.repliedAt != nil { continue }
      self.start(self.rules.timer(name, grade: grade, from: regradedAt), in: &state, stoppedAt: stoppedAt)
    }
    return []
  }

  /// The matter is of another kind than was thought; the number stays. While the customer has no reply yet, whom the
  /// rule names for that kind answers from now on; later the unit that has replied goes on, and a person may reassign.
  package func converted(
    _ state: inout Case, to kind: ComplaintKind, qualityUnit: ResponsibleUnit, now: Date
  ) -> [any Message] {
    guard state.state.isOpen, kind != state.kind else { return [] }
    state.kind = kind
    let held = kind == .claim ? self.holdByRule(&state, now: now) : []
    guard state.repliedAt == nil, [.registered, .verified, .assigned].contains(state.state),
      let unit = self.unitByRule(of: state, qualityUnit: qualityUnit)
    else { return held }
    let trade = Responsibility.trade(
      unit: unit, kind: kind, category: state.category, buildingPart: state.buildingPart)
    guard unit != state.unit || trade != state.trade else { return held }
    state.verifiedAt = state.verifiedAt ?? now
    return held + self.hand(&state, to: unit, contributors: [], now: now)
  }

  /// Somebody has judged who repairs, or judged anew. Where no contractor does, nobody owes the survey of R-108 any
  /// more; where a revision makes it a contractor's after all, its limit begins again, unless the place was surveyed.
  package func judged(_ state: inout Case, _ judgement: Judgement?, repairBy party: RepairParty?, now: Date) {
    let wasContractors = state.waitsForSignature
    state.course.judgement = judgement
    state.course.repairBy = party
    guard state.waitsForSignature else { return state.drop(.survey, at: now) }
    guard !wasContractors, state.surveyedAt == nil else { return }
    switch state.state {
    case .assigned, .planned, .inProgress, .escalated, .suspended:
      let survey = self.rules.timer(.survey, grade: state.grade, from: now)
      self.start(survey, in: &state, stoppedAt: state.suspendedAt(now))
    default: break
    }
  }

  private func start(_ timer: CaseTimer?, in state: inout Case, stoppedAt: Date?) {
    guard var timer else { return }
    if let stoppedAt { timer.pause(at: stoppedAt) }
    state.start(timer)
  }

  /// number, state, history and limits stay; customer service answers from now on.
  package func handOver(_ state: inout Case, now: Date) -> [any Message] {
    guard self.isHandedOver(state) else { return [] }
    state.course.handedOverFrom = state.unit
    state.course.handedOverAt = now
    state.unit = .customerService
    return [self.progressed(state, .handedOver, now: now)]
  }

  /// An open quality case of the project department, or of its office.
  package func isHandedOver(_ state: Case) -> Bool {
    state.state.isOpen && state.category == .engineeringQuality
      && (state.unit == .projectDepartment || state.unit == .projectOffice)
  }
}

extension Case {
  /// From when on a limit stands still that begins at this instant; nil where it runs.
  fileprivate func suspendedAt(_ start: Date) -> Date? { self.course.suspension.map { max($0.since, start) } }
}
