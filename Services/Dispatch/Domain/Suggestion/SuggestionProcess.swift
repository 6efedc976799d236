package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// The process of suggestions and applications (3.2). A repeated input changes nothing; one that the state does not allow
/// is refused and leaves the suggestion as it was.
package struct SuggestionProcess: Sendable {
  private let answerLimit: Limit
  private let decisionLimit: Limit
  private let retention: Limit
  private let calendar: WorkCalendar

  /// - Throws: `noLimit` when the policy leaves a limit of out.
  package init(policy: PolicyProfile, calendar: WorkCalendar) throws(PolicyError) {
    self.answerLimit = try policy.limit(.suggestionAnswer)
    self.decisionLimit = try policy.limit(.suggestionDecision)
    self.retention = try policy.limit(.retention)
    self.calendar = calendar
  }

  /// Takes a suggestion up; the customer has an answer within the limit of R-072.
  package func open(_ message: ComplaintRegistered) -> (Suggestion, Decision) {
    var decision = Decision()
    decision.set(.suggestionAnswer, self.due(self.answerLimit, from: message.registeredAt))
    return (Suggestion(number: message.complaint, receivedAt: message.receivedAt), decision)
  }

  package func perform(
    _ deed: SuggestionDeed, on state: inout Suggestion, by person: String, now: Date
  ) throws(Rejected) -> Decision {
    let before = state
    let decision =
      switch deed {
      case .reply(let text): try self.reply(&state, Suggestion.Statement(text: text, by: person, at: now))
      case .consult(let departments, let question):
        try self.consult(&state, departments, Suggestion.Statement(text: question, by: person, at: now), now: now)
      case .opinion(let department, let consents, let text):
        try self.opinion(&state, department, consents, Suggestion.Statement(text: text, by: person, at: now), now: now)
      case .decline(let reason):
        try self.decline(&state, Suggestion.Statement(text: reason, by: person, at: now), now: now)
      case .start(let dueAt): try self.start(&state, dueAt: dueAt, now: now)
      case .answer(let text): try self.answer(&state, Suggestion.Statement(text: text, by: person, at: now))
      case .close: try self.close(&state, now: now)
      case .convert(let complaint, let reason):
        try self.convert(&state, to: complaint, Suggestion.Statement(text: reason, by: person, at: now), now: now)
      }
    if state != before { state.revision += 1 }
    return decision
  }

  // MARK: - The steps

  private func reply(_ state: inout Suggestion, _ answer: Suggestion.Statement) throws(Rejected) -> Decision {
    if let standing = state.firstAnswer, answer.repeats(standing) { return .nothing }
    guard state.isOpen, !state.isAnswered else { throw self.refusal(state, "the customer has been answered before.") }
    state.firstAnswer = answer
    var decision = Decision()
    decision.cancel(.suggestionAnswer)
    return decision
  }

  private func consult(
    _ state: inout Suggestion, _ departments: [ResponsibleUnit], _ question: Suggestion.Statement, now: Date
  ) throws(Rejected) -> Decision {
    let asked = Set(state.consultations.map(\.department))
    let new = departments.reduce(into: [ResponsibleUnit]()) { new, department in
      if !asked.contains(department), !new.contains(department) { new.append(department) }
    }
    guard !new.isEmpty else { return .nothing }
    guard state.state == .received || state.state == .inConsultation else {
      throw self.refusal(state, "departments are asked before it is decided.")
    }
    state.consultations += new.map {
      Suggestion.Consultation(department: $0, question: question, opinion: nil, consents: nil)
    }
    var decision = Decision()
    if state.state == .received {
      state.state = .inConsultation
      decision.set(.suggestionDecision, self.due(self.decisionLimit, from: now))
    }
    return decision
  }

  /// The last consent approves it: there is nothing left that a person could decide but a decline.
  private func opinion(
    _ state: inout Suggestion, _ department: ResponsibleUnit, _ consents: Bool, _ opinion: Suggestion.Statement,
    now: Date
  ) throws(Rejected) -> Decision {
    guard let index = state.consultations.firstIndex(where: { $0.department == department }) else {
      throw Rejected("department", .wrongState, "The department was not asked.")
    }
    let standing = state.consultations[index]
    if standing.consents == consents, let said = standing.opinion, opinion.repeats(said) { return .nothing }
    guard state.state == .inConsultation else { throw self.refusal(state, "the consultation is over.") }
    state.consultations[index].opinion = opinion
    state.consultations[index].consents = consents
    guard state.consultations.allSatisfy({ $0.consents == true }) else { return .nothing }
    state.state = .approved
    state.decidedAt = now
    return self.decided()
  }

  private func decline(
    _ state: inout Suggestion, _ reason: Suggestion.Statement, now: Date
  ) throws(Rejected) -> Decision {
    if state.state == .declined, let standing = state.reason, reason.repeats(standing) { return .nothing }
    guard state.state == .received || state.state == .inConsultation else {
      throw self.refusal(state, "it is declined before it is decided.")
    }
    state.state = .declined
    state.reason = reason
    state.decidedAt = now
    return self.decided()
  }

  private func start(_ state: inout Suggestion, dueAt: Date, now: Date) throws(Rejected) -> Decision {
    if state.state == .implementing, state.dueAt == dueAt { return .nothing }
    guard state.state == .approved else {
      throw self.refusal(state, "it is carried out only with the consent of every department concerned (R-071).")
    }
    guard dueAt > now else { throw Rejected("dueOn", .invalid, "Must be a day to come.") }
    state.state = .implementing
    state.dueAt = dueAt
    var decision = Decision()
    decision.set(.suggestionImplementation, dueAt)
    return decision
  }

  private func answer(_ state: inout Suggestion, _ outcome: Suggestion.Statement) throws(Rejected) -> Decision {
    if let standing = state.outcome, outcome.repeats(standing) { return .nothing }
    guard state.state == .implementing || state.state == .declined else {
      throw self.refusal(state, "the outcome is told when it was carried out or declined.")
    }
    state.state = .answered
    state.outcome = outcome
    var decision = Decision()
    decision.cancel(.suggestionAnswer)
    decision.cancel(.suggestionImplementation)
    return decision
  }

  private func close(_ state: inout Suggestion, now: Date) throws(Rejected) -> Decision {
    if state.state == .closed { return .nothing }
    guard state.state == .answered else {
      throw self.refusal(state, "it is closed when the customer knows the outcome.")
    }
    state.state = .closed
    state.closedAt = now
    var decision = Decision()
    let outcome: SuggestionOutcome = state.reason == nil ? .implemented : .declined
    decision.events = [SuggestionClosed(complaint: state.number, outcome: outcome, closedAt: now)]
    return decision
  }

  /// It turned out to be something else, and goes on as a case under its own number. What the customer was told
  /// the outcome of is closed with it.
  package func becomesCase(_ state: inout Suggestion, _ message: ComplaintConverted) throws(Rejected) -> Decision {
    guard state.isOpen else { return .nothing }
    let before = state
    var decision = Decision()
    if state.state == .answered {
      decision = try self.close(&state, now: message.convertedAt)
    } else {
      state.state = .converted
      state.reason = Suggestion.Statement(
        text: "转为\(message.kind.name.chinese)", by: "intake", at: message.convertedAt)
      state.closedAt = message.convertedAt
      for limit in [CaseDeadline.suggestionAnswer, .suggestionDecision, .suggestionImplementation] {
        decision.cancel(limit)
      }
      decision.events = [
        SuggestionClosed(complaint: state.number, outcome: .converted, closedAt: message.convertedAt)
      ]
    }
    if state != before { state.revision += 1 }
    return decision
  }

  private func convert(
    _ state: inout Suggestion, to complaint: ComplaintNumber, _ reason: Suggestion.Statement, now: Date
  ) throws(Rejected) -> Decision {
    if state.state == .converted, state.convertedTo == complaint, let standing = state.reason, reason.repeats(standing)
    {
      return .nothing
    }
    guard state.state == .received else { throw self.refusal(state, "it is converted before anybody was asked.") }
    guard complaint != state.number else {
      throw Rejected("complaint", .conflict, "The complaint that takes its place has a number of its own.")
    }
    state.state = .converted
    state.reason = reason
    state.convertedTo = complaint
    state.closedAt = now
    var decision = Decision()
    decision.cancel(.suggestionAnswer)
    decision.events = [
      SuggestionClosed(complaint: state.number, outcome: .converted, closedAt: now, convertedTo: complaint)
    ]
    return decision
  }

  private func decided() -> Decision {
    var decision = Decision()
    decision.cancel(.suggestionDecision)
    return decision
  }

  // MARK: - The time to keep it

  /// Until when what it says of people is kept, which no warranty makes longer; nil while it is open.
  package func keptUntil(_ state: Suggestion) -> Date? {
    state.closedAt.map { self.due(self.retention, from: $0) }
  }

  /// That time has passed.
  package func retentionPassed(_ state: inout Suggestion, now: Date) -> Decision {
    guard !state.isOpen else { return .nothing }
    state.anonymise()
    var decision = Decision()
    decision.events = [CaseAnonymised(complaint: state.number, anonymisedAt: now)]
    return decision
  }

  // MARK: - Limits

  /// A limit has passed. Says so when the step is really missing.
  /// - Throws: `unknownValue` for a limit that no suggestion has.
  package func passed(
    _ deadline: CaseDeadline, dueAt: Date, of state: Suggestion, now: Date
  ) throws(Rejected) -> Decision {
    let isOwed: Bool
    switch deadline {
    case .suggestionAnswer: isOwed = state.isOpen && !state.isAnswered
    case .suggestionDecision: isOwed = state.state == .inConsultation
    case .suggestionImplementation: isOwed = state.state == .implementing
    default: throw Rejected("name", .unknownValue, "A suggestion has no limit of this name.")
    }
    guard isOwed else { return .nothing }
    var decision = Decision()
    decision.events = [
      DeadlineMissed(
        complaint: state.number, deadline: deadline, rule: RuleID.suggestionAnswer.description, dueAt: dueAt,
        missedAt: now, unit: .customerService)
    ]
    return decision
  }

  private func due(_ limit: Limit, from start: Date) -> Date {
    limit.due(after: start, calendar: self.calendar).instant
  }

  private func refusal(_ state: Suggestion, _ rule: String) -> Rejected {
    Rejected("state", .wrongState, "The suggestion is \(state.state.rawValue); \(rule)")
  }
}
