import Foundation
package import Messages

/// How each event changes a record. Every assignment keeps the value of the higher round or the later time, so the order
/// of arrival does not matter.
extension CaseRecord {
  package mutating func apply(_ event: ComplaintRegistered) {
    self.registration = Registration(
      receivedAt: event.receivedAt, category: event.category, grade: event.grade, buildingPart: event.buildingPart)
    self.note(.registered, at: event.registeredAt)
  }

  /// Intake's events come in their order, so the registration is known.
  package mutating func apply(_ event: ComplaintRegraded) {
    guard let registration else { return }
    self.registration = Registration(
      receivedAt: registration.receivedAt, category: event.category, grade: event.grade,
      buildingPart: registration.buildingPart)
  }

  package mutating func apply(_ event: CaseAssigned) {
    self.unit = event.unit
    self.assignedAt = event.assignedAt
    self.replyDueAt = event.replyDueAt
    self.surveyDueAt = event.surveyDueAt
    self.note(.assigned, at: event.assignedAt)
  }

  package mutating func apply(_ event: CaseProgressed) {
    self.round = max(self.round, event.round)
    if let unit = event.unit { self.unit = unit }
    self.note(event.step, at: event.progressedAt)
  }

  package mutating func apply(_ event: CaseReplied) {
    self.repliedAt = event.repliedAt
    self.note(.replied, at: event.repliedAt)
  }

  package mutating func apply(_ event: RepairSurveyed) {
    self.surveyedAt = event.surveyedAt
    self.note(.surveyed, at: event.surveyedAt)
  }

  package mutating func apply(_ event: RepairCommissioned) {
    self.contractor = event.contractor
    self.contractorName = event.contractorName
    self.note(.commissioned, at: event.commissionedAt)
  }

  package mutating func apply(_ event: RepairCompleted) {
    self.note(.completed, at: event.completedAt)
  }

  package mutating func apply(_ event: RepairAccepted) {
    self.note(.accepted, at: event.acceptedAt)
  }

  package mutating func apply(_ event: RepairReworkOrdered) {
    self.note(.reworkOrdered, at: event.orderedAt)
  }

  package mutating func apply(_ event: RepairSigned) {
    self.note(.signed, at: event.signedAt)
  }

  package mutating func apply(_ event: CaseHandled) {
    self.round = max(self.round, event.round)
    self.firstHandledAt = min(self.firstHandledAt ?? event.handledAt, event.handledAt)
    self.handledAt = max(self.handledAt ?? event.handledAt, event.handledAt)
    self.note(.handled, at: event.handledAt)
  }

  package mutating func apply(_ event: CallbackScheduled) {
    guard event.kind == .closing else { return }
    self.callbackDueAt = max(self.callbackDueAt ?? event.dueAt, event.dueAt)
    self.note(.callbackScheduled, at: event.scheduledAt)
  }

  package mutating func apply(_ event: CallbackAnswered) {
    guard event.kind == .closing else { return }
    self.answers[event.round] = Answer(isSatisfied: event.isSatisfied, answeredAt: event.answeredAt)
    self.note(.callbackAnswered, at: event.answeredAt)
  }

  package mutating func apply(_ event: CaseReopened) {
    // The customer came back after the end: a closing of an earlier round is none any more.
    if event.round > self.round { self.closedAt = nil }
    self.round = max(self.round, event.round)
    self.note(.reopened, at: event.reopenedAt)
  }

  package mutating func apply(_ event: CaseClosed) {
    guard event.round >= self.round else { return }
    self.round = event.round
    self.closedAt = event.closedAt
    self.note(event.outcome.step, at: event.closedAt)
  }

  /// A suggestion has a way of its own; all that the tables show of it is that it has ended.
  package mutating func apply(_ event: SuggestionClosed) {
    // It goes on as a case under its number.
    if event.outcome == .converted, event.convertedTo == nil { return }
    self.closedAt = event.closedAt
    self.note(.closed, at: event.closedAt)
  }

  /// the same limit may be told to several levels; it was missed when the first was told.
  package mutating func apply(_ event: DeadlineMissed) {
    let known = self.missedLimits[event.deadline]
    guard known.map({ event.missedAt < $0.missedAt }) ?? true else { return }
    self.missedLimits[event.deadline] = MissedLimit(
      rule: event.rule, unit: event.unit, dueAt: event.dueAt, missedAt: event.missedAt)
  }

  private mutating func note(_ step: Step, at instant: Date) {
    if let progress, (progress.at, progress.step.position) >= (instant, step.position) { return }
    self.progress = Progress(step: step, at: instant)
  }
}

extension CloseOutcome {
  fileprivate var step: Step {
    switch self {
    case .invalid: .filedInvalid
    case .withdrawn: .withdrawn
    default: .closed
    }
  }
}
