package import Foundation
package import Messages

/// The work and what the customer thinks of it.
extension CaseProcess {
  /// Somebody was on the spot: the limit of R-108 is kept, and the work has begun.
  package func surveyed(_ state: inout Case, _ message: RepairSurveyed, now: Date) -> [any Message] {
    guard state.surveyedAt == nil, state.state.isOpen else { return [] }
    state.surveyedAt = message.surveyedAt
    state.meet(.survey, at: message.surveyedAt)
    guard state.state == .assigned || state.state == .planned, state.trade != nil else { return [] }
    if state.state == .assigned { state.skip(.plan, because: "surveyed before the reply") }
    self.beginWork(&state, now: message.surveyedAt)
    return []
  }

  /// The owner has signed for the repair of this round: the signature, with his opinion, is his evaluation. It is a
  /// fact that ends any dispute, return or suspension.
  package func signed(_ state: inout Case, _ message: RepairSigned, now: Date) -> [any Message] {
    guard message.round == state.round, state.trade != nil else { return [] }
    switch state.state {
    case .assigned, .planned, .inProgress, .rework, .returned, .escalated, .suspended: break
    default: return []
    }
    if state.repliedAt == nil { state.skip(.plan, because: "signed for before a reply") }
    return self.handedBack(&state, by: message.contractor.text, now: now)
  }

  /// The unit reports a matter done that no contractor repairs; the customer's evaluation may come with it.
  func handle(
    _ state: inout Case, reason: String?, evaluation: CustomerEvaluation?, by person: String, now: Date
  ) throws(Rejected) -> [any Message] {
    guard state.state.isInWork else { throw self.wrongState(state, "there is nothing to report done.") }
    guard !state.waitsForSignature else {
      throw self.wrongState(state, "a repair belongs to it; it is handled when the owner has signed.")
    }
    if state.repliedAt == nil { try self.skipPlan(&state, because: reason) }
    state.startedAt = state.startedAt ?? now
    state.handledAt = now
    state.course.handledBy = person
    self.dropWork(&state, now: now)
    guard let evaluation else {
      state.state = .awaitingEvaluation
      state.start(self.rules.timer(.evaluation, grade: state.grade, from: now))
      return [self.progressed(state, .done, now: now)]
    }
    return self.judged(&state, evaluation, now: now)
  }

  /// no evaluation, no hand-back.
  func evaluate(_ state: inout Case, _ evaluation: CustomerEvaluation, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .awaitingEvaluation else {
      throw self.wrongState(state, "the customer evaluates work that is reported done.")
    }
    return self.judged(&state, evaluation, now: now)
  }

  private func judged(_ state: inout Case, _ evaluation: CustomerEvaluation, now: Date) -> [any Message] {
    state.meet(.evaluation, at: now)
    guard evaluation.isAccepted else {
      state.state = .rework
      state.evaluatedAt = nil
      state.start(self.rules.timer(.newPlan, grade: state.grade, from: now))
      return [self.progressed(state, .reopened, now: now)]
    }
    return self.handedBack(&state, by: state.course.handledBy, now: now)
  }

  /// The form goes back to customer service: the customer accepts, call him now.
  private func handedBack(_ state: inout Case, by person: String?, now: Date) -> [any Message] {
    guard let unit = state.unit else { return [] }
    if state.state == .suspended { self.letTimersGoOn(&state, now: now) }
    state.state = .awaitingCallback
    state.startedAt = state.startedAt ?? now
    state.handledAt = now
    state.evaluatedAt = now
    state.course.handledBy = person
    state.course.escalation = nil
    self.dropWork(&state, now: now)
    state.drop(.returnDecision, .decision, at: now)
    state.start(self.rules.timer(.callback, grade: state.grade, from: now))
    return [
      CaseHandled(complaint: state.number, round: state.round, unit: unit, handledAt: now, handledBy: person)
    ]
  }

  private func dropWork(_ state: inout Case, now: Date) {
    state.drop(.reply, .survey, .firstResponse, .newPlan, .builderArrival, at: now)
    state.meet(.handling, at: now)
    for number in state.course.stages.indices { state.meet(.stage(number + 1), at: now) }
  }
}
