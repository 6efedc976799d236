package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// The process manager of cases: from the registered complaint to the handled case. What the customer's answer leads to,
/// the closed case or the next round, stands in `CaseProcess+Callback.swift`.
///
/// Every function takes the state and an input, changes the state and says what follows. An input that was taken before
/// changes nothing; one that the state does not allow is refused and leaves the state as it was.
package struct CaseProcess: Sendable {
  private let limits: CaseLimits
  private let calendar: WorkCalendar
  /// The version whose limits are in force; a timer keeps the date that this version gave it (R-011).
  package let policy: PolicyReference
  /// What a timer keeps beside its date, as JSON: the policy version that set it (R-011).
  package let timerPayload: [UInt8]

  /// - Throws: `noLimit` when the policy leaves a limit of the case out.
  package init(policy: PolicyProfile, calendar: WorkCalendar) throws(PolicyError) {
    self.limits = try CaseLimits(policy)
    self.policy = policy.reference
    self.timerPayload = try policy.reference.json()
    self.calendar = calendar
  }

  /// Opens the case, and assigns it at once where a rule knows the unit (R-021, R-048).
  package func open(_ message: ComplaintRegistered, now: Date) -> (Case, Decision) {
    var opened = Case(
      number: message.complaint, receivedAt: message.receivedAt, kind: message.kind, category: message.category,
      address: message.unit, buildingPart: message.buildingPart, state: .registered, unit: nil, trade: nil, round: 1,
      assignedAt: nil, repliedAt: nil, surveyedAt: nil, handledAt: nil, closedAt: nil, version: 0)
    let unit = Responsibility.unit(kind: message.kind, category: message.category, buildingPart: message.buildingPart)
    var decision = Decision()
    if let unit {
      self.assign(&opened, to: unit, now: now, &decision)
    } else {
      decision.set(.assignment, self.due(self.limits.assignment, from: message.registeredAt))
    }
    return (opened, decision)
  }

  /// A person decides who answers (R-021).
  package func assign(_ state: inout Case, to unit: ResponsibleUnit, now: Date) throws(Rejected) -> Decision {
    if state.unit == unit { return .nothing }
    guard state.state == .registered else {
      throw Rejected("state", .wrongState, "The case is \(state.state.rawValue); only a registered case is assigned.")
    }
    var decision = Decision()
    decision.cancel(.assignment)
    self.assign(&state, to: unit, now: now, &decision)
    return decision
  }

  private func assign(_ state: inout Case, to unit: ResponsibleUnit, now: Date, _ decision: inout Decision) {
    state.state = .assigned
    state.unit = unit
    state.assignedAt = now
    if unit == .projectDepartment { state.trade = Responsibility.trade(for: state.buildingPart) }
    let replyDueAt = self.due(self.limits.reply, from: now)
    let surveyDueAt = state.trade == nil ? nil : self.due(self.limits.survey, from: now)
    decision.set(.reply, replyDueAt)
    if let surveyDueAt { decision.set(.survey, surveyDueAt) }
    decision.events.append(
      CaseAssigned(
        complaint: state.number, unit: unit, assignedAt: now, replyDueAt: replyDueAt, surveyDueAt: surveyDueAt))
    if let request = self.repairRequest(state, surveyDueAt: surveyDueAt, now: now) { decision.events.append(request) }
  }

  /// The unit has answered the customer with a plan (R-054).
  /// - Parameter standing: the reply that the case has already.
  /// - Throws: `conflict` when the standing reply says something else.
  package func reply(_ state: inout Case, _ note: CaseNote, standing: CaseNote?) throws(Rejected) -> Decision {
    guard let unit = state.unit else {
      throw Rejected("state", .wrongState, "Nobody answers for the case yet; it has to be assigned first.")
    }
    if let standing {
      guard note.repeats(standing) else { throw self.conflict(with: standing, at: "plan") }
      return .nothing
    }
    guard state.isInWork else {
      throw Rejected("state", .wrongState, "The case is \(state.state.rawValue); the time to reply is over.")
    }
    state.repliedAt = note.notedAt
    var decision = Decision()
    decision.cancel(.reply)
    decision.events = [CaseReplied(complaint: state.number, unit: unit, repliedAt: note.notedAt)]
    return decision
  }

  /// Somebody was on the spot: the limit of R-108 is kept.
  package func surveyed(_ state: inout Case, _ message: RepairSurveyed) -> Decision {
    guard state.surveyedAt == nil, state.isInWork else { return .nothing }
    state.surveyedAt = message.surveyedAt
    var decision = Decision()
    decision.cancel(.survey)
    return decision
  }

  /// The owner has signed for the repair of this round (R-131).
  package func signed(_ state: inout Case, _ message: RepairSigned, now: Date) -> Decision {
    guard message.round == state.round, state.isInWork else { return .nothing }
    return self.handled(&state, by: message.contractor.text, now: now)
  }

  /// The unit reports a matter done that needs no repair.
  /// - Parameter standing: the last report of the case, which is about this round once the case is out of work.
  /// - Throws: `conflict` when the standing report says something else.
  package func handle(_ state: inout Case, _ note: CaseNote, standing: CaseNote?) throws(Rejected) -> Decision {
    guard state.isInWork else {
      guard state.handledAt != nil, let standing else {
        throw Rejected("state", .wrongState, "The case is \(state.state.rawValue); there is nothing to report done.")
      }
      guard note.repeats(standing) else { throw self.conflict(with: standing, at: "result") }
      return .nothing
    }
    guard state.trade == nil else {
      throw Rejected("state", .wrongState, "A repair belongs to the case; it is handled when the owner has signed.")
    }
    return self.handled(&state, by: note.person, now: note.notedAt)
  }

  private func conflict(with standing: CaseNote, at path: String) -> Rejected {
    Rejected(
      path, .conflict,
      "\(standing.person) has said at \(RFC3339.string(from: standing.notedAt)): \(standing.text ?? "")")
  }

  private func handled(_ state: inout Case, by person: String, now: Date) -> Decision {
    guard let unit = state.unit else { return .nothing }
    state.state = .handled
    state.handledAt = now
    var decision = Decision()
    decision.cancel(.reply)
    decision.cancel(.survey)
    decision.events = [
      CaseHandled(complaint: state.number, round: state.round, unit: unit, handledAt: now, handledBy: person)
    ]
    return decision
  }

  func repairRequest(_ state: Case, surveyDueAt: Date?, now: Date) -> RepairRequested? {
    guard let trade = state.trade else { return nil }
    return RepairRequested(
      complaint: state.number, round: state.round, unit: state.address, buildingPart: state.buildingPart, trade: trade,
      requestedAt: now, surveyDueAt: surveyDueAt)
  }

  // MARK: - Limits

  /// A limit has passed. Says so when the step is really missing; a deadline that finds its state moved on says nothing.
  /// - Throws: `unknownValue` for a limit that no case has.
  package func passed(
    _ deadline: CaseDeadline, dueAt: Date, of state: Case, now: Date
  ) throws(Rejected) -> Decision {
    let isOwed: Bool
    let rule: RuleID
    switch deadline {
    case .assignment: (isOwed, rule) = (state.state == .registered, .assignment)
    case .reply: (isOwed, rule) = (state.isInWork && state.repliedAt == nil, .reply)
    case .survey: (isOwed, rule) = (state.isInWork && state.surveyedAt == nil, .survey)
    default: throw Rejected("name", .unknownValue, "A case has no limit of this name.")
    }
    guard isOwed else { return .nothing }
    var decision = Decision()
    decision.events = [
      DeadlineMissed(
        complaint: state.number, deadline: deadline, rule: rule.description, dueAt: dueAt, missedAt: now,
        unit: state.unit)
    ]
    return decision
  }

  private func due(_ limit: Limit, from start: Date) -> Date {
    limit.due(after: start, calendar: self.calendar).instant
  }
}
