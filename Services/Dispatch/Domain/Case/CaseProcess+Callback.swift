package import Foundation
package import Messages

/// What the customer's answer leads to: a satisfied customer closes the case, any other sends it round again.
extension CaseProcess {
  /// Customer service will ask the customer.
  package func callbackScheduled(_ state: inout Case, _ message: CallbackScheduled) -> Decision {
    guard message.kind == .closing, message.round == state.round, state.state == .handled else { return .nothing }
    state.state = .awaitingCallback
    return .nothing
  }

  /// The customer has answered: the case is closed, or goes round again.
  package func callbackAnswered(_ state: inout Case, _ message: CallbackAnswered, now: Date) -> Decision {
    guard message.kind == .closing, message.round == state.round else { return .nothing }
    // The answer may overtake the schedule only in a history that was put together by hand; both mean "can be asked".
    guard state.state == .awaitingCallback || state.state == .handled, let unit = state.unit else { return .nothing }
    return message.isSatisfied ? self.close(&state, now: now) : self.reopen(&state, unit: unit, now: now)
  }

  private func close(_ state: inout Case, now: Date) -> Decision {
    state.state = .closed
    state.closedAt = now
    var decision = Decision()
    decision.events = [CaseClosed(complaint: state.number, round: state.round, outcome: .satisfied, closedAt: now)]
    return decision
  }

  /// The owner is not satisfied: the next round begins, with rework where a repair belongs to the case.
  private func reopen(_ state: inout Case, unit: ResponsibleUnit, now: Date) -> Decision {
    state.state = .reopened
    state.round += 1
    var decision = Decision()
    decision.events = [CaseReopened(complaint: state.number, round: state.round, unit: unit, reopenedAt: now)]
    if let request = self.repairRequest(state, surveyDueAt: nil, now: now) { decision.events.append(request) }
    return decision
  }
}
