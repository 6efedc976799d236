package import Foundation
package import Messages
import Policy

/// What the customer's answer leads to: a satisfied customer closes the case, any other sends it round again;
/// one who cannot be reached gets a letter.
extension CaseProcess {
  /// The customer has answered.
  package func callbackAnswered(_ state: inout Case, _ message: CallbackAnswered, now: Date) -> [any Message] {
    guard message.kind == .closing, message.round == state.round, state.state == .awaitingCallback else { return [] }
    state.meet(.callback, at: now)
    state.drop(.objection, at: now)
    if message.isSatisfied { return self.end(&state, as: .closed, .satisfied, now: now) }
    state.dissatisfied += 1
    let raised = self.raiseGrade(&state, now: now)
    return raised + self.goRound(&state, now: now)
  }

  /// what has failed three times is important; the register and everybody else learn it.
  private func raiseGrade(_ state: inout Case, now: Date) -> [any Message] {
    guard state.dissatisfied >= 3, state.grade == .general || state.grade == .hot else { return [] }
    let previous = state.grade
    state.grade = .important
    return [
      CaseRegraded(
        complaint: state.number, grade: state.grade, previousGrade: previous, reason: .dissatisfaction, regradedAt: now)
    ]
  }

  /// The customer, who has accepted the work, does not want to be called: he is not asked again about the case, which ends
  /// and is counted apart.
  package func callbackRefused(_ state: inout Case, _ message: CallbackRefused, now: Date) -> [any Message] {
    guard message.kind == .closing, message.round == state.round, state.state == .awaitingCallback else { return [] }
    state.meet(.callback, at: now)
    return self.end(&state, as: .closed, .refused, now: now)
  }

  /// Three calls found nobody: customer service writes now.
  package func unreachable(_ state: inout Case, _ message: CallbackUnreachable, now: Date) -> [any Message] {
    guard message.kind == .closing, message.round == state.round, state.state == .awaitingCallback,
      state.course.unreachableAt == nil
    else { return [] }
    state.course.unreachableAt = message.unreachableAt
    return []
  }

  /// The letter is out; the customer has five working days to object.
  func notify(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .awaitingCallback, state.course.unreachableAt != nil, state.course.letterSentAt == nil else {
      throw self.wrongState(state, "a letter takes the place of a callback that found nobody three times (R-188).")
    }
    state.course.letterSentAt = now
    state.meet(.callback, at: now)
    state.start(self.rules.timer(.objection, grade: state.grade, from: now))
    return []
  }

  func object(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .awaitingCallback, state.course.letterSentAt != nil else {
      throw self.wrongState(state, "the customer objects to a letter in place of the callback (R-188).")
    }
    state.meet(.objection, at: now)
    return self.goRound(&state, now: now)
  }

  /// The customer comes back with the same matter within the time of state machine 3.1.
  func reopen(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .closed, let closedAt = state.closedAt else {
      throw self.wrongState(state, "only a closed case is opened again.")
    }
    guard now < self.rules.reopenedUntil(closedAt, version: state.course.endedUnder) else {
      throw Rejected(
        "number", .conflict,
        "The case was closed too long ago; register a new complaint and link it to this one.")
    }
    state.closedAt = nil
    state.outcome = nil
    state.drop(.handlingReport, at: now)
    return self.goRound(&state, now: now)
  }

  /// The next round begins, with rework where a repair belongs to the case.
  private func goRound(_ state: inout Case, now: Date) -> [any Message] {
    guard let unit = state.unit else { return [] }
    state.state = .rework
    state.round += 1
    state.evaluatedAt = nil
    state.course.unreachableAt = nil
    state.course.letterSentAt = nil
    state.start(self.rules.timer(.newPlan, grade: state.grade, from: now))
    var events: [any Message] = [
      CaseReopened(complaint: state.number, round: state.round, unit: unit, reopenedAt: now)
    ]
    if let request = self.repairRequest(state, now: now) { events.append(request) }
    return events
  }

  // MARK: - The end

  /// The customer takes it back; he is called all the same.
  func withdraw(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state.isOpen else { throw self.wrongState(state, "only an open case is withdrawn.") }
    return self.end(&state, as: .withdrawn, .withdrawn, now: now)
  }

  func end(_ state: inout Case, as end: Case.State, _ outcome: CloseOutcome, now: Date) -> [any Message] {
    state.state = end
    state.outcome = outcome
    state.closedAt = now
    state.course.escalation = nil
    state.course.suspension = nil
    state.course.endedUnder = self.rules.policy.reference
    state.followUpDueAt = nil
    state.dropAllTimers(at: now)
    if end == .closed { state.start(self.rules.timer(.handlingReport, grade: state.grade, from: now)) }
    return [CaseClosed(complaint: state.number, round: state.round, outcome: outcome, closedAt: now)]
  }
}
