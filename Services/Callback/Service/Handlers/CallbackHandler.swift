package import CallbackDomain
package import DurableMessaging
package import Foundation
package import Messages
import Messaging
package import Policy
package import Postgres
package import WorkCalendar

/// What people can ask callback to do.
package enum CallbackAction: Sendable {
  /// Somebody has asked the customer.
  case answer(CallbackNumber, Scores, remark: String?, by: String)
  /// Somebody has tried, and reached nobody.
  case attempt(CallbackNumber)
  /// The customer does not want to be asked.
  case refuse(CallbackNumber, by: String)

  var number: CallbackNumber {
    switch self {
    case .answer(let number, _, _, _), .attempt(let number), .refuse(let number, _): number
    }
  }
}

/// Schedules callbacks, lets them fall due, and takes the customers' answers.
package struct CallbackHandler: MessageHandler {
  /// For callbacks that are scheduled now.
  private let rules: AssignedRules<CallbackRules>
  private let assignsCompanies: Bool
  private let calendar: WorkCalendar

  /// - Parameter day: today, by the service's clock.
  /// - Throws: `noLimit` when a policy that is in force, or will be, leaves out a limit of callbacks.
  package init(policies: PolicyRegister, from day: CalendarDay, calendar: WorkCalendar) throws(PolicyError) {
    self.rules = try AssignedRules(policies, from: day) { policy throws(PolicyError) in
      try CallbackRules(policy: policy, calendar: calendar)
    }
    self.assignsCompanies = policies.assignsCompanies
    self.calendar = calendar
  }

  package func load(
    _ inputs: [Input<CallbackAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> CallbackState {
    let complaints = Set(inputs.compactMap(Self.complaint)).sorted { $0.text < $1.text }
    let locked = pipeline.add(LockComplaints(complaints: complaints))
    // After the lock: what another batch has just done to a complaint is seen when its row is free.
    let callbacks = pipeline.add(CallbacksOfComplaints(complaints: complaints))
    let projects = self.assignsCompanies ? Set(complaints.map(\.project)).sorted { $0.text < $1.text } : []
    let companies = projects.isEmpty ? nil : pipeline.add(CompaniesOfProjects(projects: projects))
    return { results throws(PostgresError) in
      let found = Dictionary(grouping: try results.rows(callbacks), by: \.number.complaint)
      return CallbackState(
        try results.rows(locked).map { complaint, version in
          ComplaintCallbacks(complaint: complaint, callbacks: found[complaint] ?? [], version: version)
        }, companies: try companies.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [])
    }
  }

  package func handle(
    _ input: Input<CallbackAction>, state: inout CallbackState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Callback? {
    switch input {
    case .message(_, let envelope):
      try self.schedule(envelope, state: &state, now: now, effects: &effects)
      return nil
    case .deadline(let deadline):
      try self.fallDue(deadline, state: &state, effects: &effects)
      return nil
    case .action(.attempt(let number)):
      return try self.attempt(number, state: &state, now: now, effects: &effects)
    case .action(.refuse(let number, let by)):
      do throws(Rejected) {
        let event = try state[number.complaint].refuse(number, Refusal(by: by, refusedAt: now))
        self.publish(event, of: number.complaint, state, &effects)
      } catch {
        throw .rejected(error)
      }
      return state[number.complaint][number]
    case .action(.answer(let number, let scores, let remark, let by)):
      let answer = Answer(scores: scores, remark: remark, by: by, answeredAt: now)
      do throws(Rejected) {
        let event = try state[number.complaint].answer(number, answer)
        self.publish(event, of: number.complaint, state, &effects)
      } catch {
        throw .rejected(error)
      }
      return state[number.complaint][number]
    }
  }

  private func attempt(
    _ number: CallbackNumber, state: inout CallbackState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Callback? {
    do throws(Rejected) {
      let before = state[number.complaint][number]?.attempts
      let event = try state[number.complaint].attempt(number, now: now, isSameDay: self.rules.standard.isSameDay)
      self.publish(event, of: number.complaint, state, &effects)
      var change = AuditChange()
      change.note("attempts", from: before, to: state[number.complaint][number]?.attempts)
      effects.record("callback.attempted", of: number.text, change)
    } catch {
      throw .rejected(error)
    }
    return state[number.complaint][number]
  }

  package func store(_ state: CallbackState, into pipeline: inout Pipeline) {
    let newComplaints = state.newComplaints
    if !newComplaints.isEmpty { pipeline.add(InsertComplaints(complaints: newComplaints)) }
    let counted = state.countedComplaints
    if !counted.isEmpty { pipeline.add(UpdateComplaints(complaints: counted)) }
    let newCallbacks = state.newCallbacks
    if !newCallbacks.isEmpty { pipeline.add(InsertCallbacks(callbacks: newCallbacks)) }
    let changed = state.changedCallbacks
    if !changed.isEmpty { pipeline.add(UpdateCallbacks(callbacks: changed)) }
    if !state.anonymised.isEmpty { pipeline.add(Anonymise(complaints: state.anonymised)) }
    let projects = state.toldProjects
    if !projects.isEmpty { pipeline.add(WriteProjects(projects: projects)) }
  }

  // MARK: - Messages and deadlines

  private func schedule(
    _ envelope: Envelope, state: inout CallbackState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    switch envelope.type {
    case CaseHandled.type:
      let message: CaseHandled = try envelope.decode()
      let rules = self.rules(for: message.complaint.project, state, now)
      if let event = state[message.complaint].schedule(after: message, rules: rules, now: now) {
        effects.publish(event, version: state[message.complaint].version)
      }
    case CaseClosed.type:
      let message: CaseClosed = try envelope.decode()
      let rules = self.rules(for: message.complaint.project, state, now)
      let event = state[message.complaint].schedule(after: message, rules: rules, now: now)
      self.publish(event, of: message.complaint, state, &effects)
      if let event, event.kind == .milestone { effects.setDeadline(self.deadline(of: event, rules)) }
      if message.outcome == .unreachable { self.cancel(message.complaint, upTo: message.round, &state, &effects) }
    case CaseReopened.type:
      let message: CaseReopened = try envelope.decode()
      self.cancel(message.complaint, upTo: message.round - 1, &state, &effects)
    case CaseAnonymised.type:
      let message: CaseAnonymised = try envelope.decode()
      state.anonymised.append(message.complaint)
      effects.record("callback.anonymised", of: message.complaint.text)
    case ProjectChanged.type: state.told(try envelope.decode())
    default:
      throw .rejected(Rejected("type", .unknownType, "Callback does not take messages of this type."))
    }
  }

  private func cancel(
    _ complaint: ComplaintNumber, upTo round: Int, _ state: inout CallbackState, _ effects: inout Effects
  ) {
    for number in state[complaint].cancel(upTo: round) where number.kind == .milestone {
      effects.cancelDeadline("due", of: number.text)
    }
  }

  private func fallDue(
    _ deadline: Deadline, state: inout CallbackState, effects: inout Effects
  ) throws(HandlingFailure) {
    guard let number = CallbackNumber(deadline.subject) else {
      throw .rejected(Rejected("subject", .invalid, "The deadline names no callback."))
    }
    self.publish(state[number.complaint].fallDue(number), of: number.complaint, state, &effects)
  }

  /// Fires when the day of a milestone callback has come; it carries the policy that set the day.
  private func deadline(of event: CallbackScheduled, _ rules: CallbackRules) -> Deadline {
    Deadline(subject: event.callback.text, name: "due", dueAt: event.from, payload: rules.timerPayload)
  }

  /// What begins now goes by the policy that the project has today.
  private func rules(for project: ProjectCode, _ state: CallbackState, _ now: Date) -> CallbackRules {
    self.rules.of(project, company: state.companies[project], on: self.calendar.day(of: now))
  }

  private func publish(
    _ event: (some Message)?, of complaint: ComplaintNumber, _ state: CallbackState, _ effects: inout Effects
  ) {
    if let event { effects.publish(event, version: state[complaint].version) }
  }

  /// The complaint that an input is about; nil where it names none.
  package static func complaint(of input: Input<CallbackAction>) -> ComplaintNumber? {
    switch input {
    case .message(_, let envelope): envelope.subject.flatMap(ComplaintNumber.init)
    case .deadline(let deadline): CallbackNumber(deadline.subject)?.complaint
    case .action(let action): action.number.complaint
    }
  }
}
