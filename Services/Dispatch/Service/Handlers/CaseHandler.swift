import DispatchDomain
package import DurableMessaging
import Foundation
package import Messages
import Messaging
import Policy
import Postgres

/// Drives every case from its registration to its end: hands each input to `CaseProcess` and performs what it decides.
package struct CaseHandler: Sendable {
  let process: CaseProcess

  func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> CaseBook {
    let numbers = Set(inputs.compactMap(Self.number)).sorted { $0.text < $1.text }
    let projects = ConcernedProjects(inputs)
    // Before the cases, which everybody locks after the projects; and what follows sees what was committed meanwhile.
    if !projects.held.isEmpty { pipeline.add(HoldProjects(projects: projects.held)) }
    let cases = CaseTicket(numbers, of: Array(projects.handedOver), in: &pipeline)
    // After the cases: a note that another batch has just written is seen when its case is free.
    let acted = inputs.compactMap { input in
      if case .action(.onCase(let action)) = input { action.number } else { nil }
    }
    let notes = acted.isEmpty ? nil : pipeline.add(NotesOfCases(numbers: acted))
    let departments = projects.all.isEmpty ? nil : pipeline.add(FindDepartments(projects: projects.all))
    return { results throws(PostgresError) in
      CaseBook(
        cases: try cases.rows(results),
        notes: try notes.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [],
        departments: try departments.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [])
    }
  }

  func store(_ state: CaseBook, into pipeline: inout Pipeline) {
    let changed = state.changedCases
    if !changed.isEmpty { pipeline.add(WriteCases(cases: changed)) }
    if !state.changedDepartments.isEmpty { pipeline.add(WriteDepartments(departments: state.changedDepartments)) }
    if !state.newNotes.isEmpty { pipeline.add(InsertCaseNotes(notes: state.newNotes)) }
  }

  // MARK: - The three kinds of input

  func handle(
    _ envelope: Envelope, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    switch envelope.type {
    case ComplaintRegistered.type:
      return self.open(try envelope.decode(), state: &state, now: now, effects: &effects)
    case ComplaintRegraded.type:
      let message: ComplaintRegraded = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.regrade(&$1, to: message.grade, category: message.category, at: message.regradedAt)
      }
    case RepairSurveyed.type:
      let message: RepairSurveyed = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.surveyed(&$1, message, now: now)
      }
    case RepairSigned.type:
      let message: RepairSigned = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.signed(&$1, message, now: now)
      }
    case CallbackScheduled.type:
      // The limit of the callback runs since the hand-back; the schedule changes nothing.
      let message: CallbackScheduled = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) { _, _ in [] }
    case CallbackAnswered.type:
      let message: CallbackAnswered = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.callbackAnswered(&$1, message, now: now)
      }
    case CallbackRefused.type:
      let message: CallbackRefused = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.callbackRefused(&$1, message, now: now)
      }
    case CallbackUnreachable.type:
      let message: CallbackUnreachable = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.unreachable(&$1, message, now: now)
      }
    default:
      throw .rejected(Rejected("type", .unknownType, "Dispatch does not take messages of this type."))
    }
  }

  func handle(
    _ deadline: Deadline, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    guard let number = ComplaintNumber(deadline.subject) else {
      throw .rejected(Rejected("subject", .invalid, "The deadline names no complaint."))
    }
    let name = CaseDeadline(deadline.name)
    if name == .followUp { return try self.followUp(number, state: &state, now: now, effects: &effects) }
    let before = state.cases[number]
    let after = try self.perform(number, &state, &effects) { process, state throws(Rejected) in
      try process.passed(name, of: &state, now: now)
    }
    // Firing takes the row away. Where it came too early to say anything, the limit needs one again.
    if before?.timer(name) == after.timer(name), let next = after.timer(name)?.nextFiring(self.process.rules) {
      self.set(name, at: next, of: after, &effects)
    }
    return after
  }

  /// reminds where nobody has looked for too long, and asks again in a week.
  private func followUp(
    _ number: ComplaintNumber, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    guard let found = state.cases[number] else { throw .retry(reason: "case-unknown") }
    guard let (reminder, next) = self.process.followUpPassed(found, now: now) else { return found }
    self.set(.followUp, at: next, of: found, &effects)
    return self.apply([reminder].compactMap(\.self), from: found, to: found, &state, &effects)
  }

  func handle(
    _ action: CaseAction, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    guard let before = state.cases[action.number] else {
      throw .rejected(Rejected("number", .notFound, "There is no case with this number."))
    }
    let note = action.note(at: now)
    var after = before
    let events: [any Message]
    do throws(Rejected) {
      try self.requirePresence(action, state, now: now)
      events = try self.process.perform(
        action, on: &after, standing: state.lastNote(note.action, of: action.number), now: now)
    } catch {
      throw .rejected(error)
    }
    // A repeated request changes nothing, so it leaves no second note.
    guard after != before else { return before }
    self.process.lookedAt(&after, now: now)
    state.add(note, to: action.number)
    if let second = action.secondNote(at: now) { state.add(second, to: action.number) }
    return self.apply(events, from: before, to: after, &state, &effects)
  }

  // MARK: - Performing decisions

  private func open(
    _ message: ComplaintRegistered, state: inout CaseBook, now: Date, effects: inout Effects
  ) -> Case {
    if let known = state.cases[message.complaint] { return known }
    return self.open(
      Case(message), since: message.registeredAt, owner: message.ownCase == true ? message.receivedBy : nil,
      &state, now, &effects)
  }

  private func open(
    _ new: Case, since: Date, owner: ResponsibleUnit?, _ state: inout CaseBook, _ now: Date, _ effects: inout Effects
  ) -> Case {
    var (opened, events) = self.process.open(
      new, since: since, owner: owner, qualityUnit: self.qualityUnit(of: new, state, now), now: now)
    self.process.lookedAt(&opened, now: now)
    return self.apply(events, from: nil, to: opened, &state, &effects)
  }

  private func qualityUnit(of state: Case, _ book: CaseBook, _ now: Date) -> ResponsibleUnit {
    book.departments[state.address.project]?.qualityUnit(at: now, calendar: self.process.rules.calendar)
      ?? .projectDepartment
  }

  /// what had no case gets one under its number; one that has goes on as the other kind.
  func convert(
    _ message: ComplaintConverted, after suggestion: Suggestion?, state: inout CaseBook, now: Date,
    effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    if let known = state.cases[message.complaint] {
      let qualityUnit = self.qualityUnit(of: known, state, now)
      return try self.perform(message.complaint, &state, &effects, recordedAt: now) {
        $0.converted(&$1, to: message.kind, qualityUnit: qualityUnit, now: now)
      }
    }
    // Neither: its registration waits to be handled.
    guard let suggestion else { throw .retry(reason: "case-unknown") }
    return self.open(
      Case(message, after: suggestion.version), since: message.convertedAt, owner: nil, &state, now, &effects)
  }

  /// - Parameter recordedAt: when a step is recorded by it; nil where a limit has passed.
  private func perform(
    _ number: ComplaintNumber, _ state: inout CaseBook, _ effects: inout Effects, recordedAt: Date? = nil,
    _ decide: (CaseProcess, inout Case) throws(Rejected) -> [any Message]
  ) throws(HandlingFailure) -> Case {
    guard let before = state.cases[number] else { throw .retry(reason: "case-unknown") }
    var after = before
    let events: [any Message]
    do throws(Rejected) {
      events = try decide(self.process, &after)
    } catch {
      throw .rejected(error)
    }
    if let recordedAt, after != before { self.process.lookedAt(&after, now: recordedAt) }
    return self.apply(events, from: before, to: after, &state, &effects)
  }

  func apply(
    _ events: [any Message], from before: Case?, to decided: Case, _ state: inout CaseBook, _ effects: inout Effects
  ) -> Case {
    var decided = decided
    if decided != before { decided.nextRevision() }
    Self.record(events, from: before, to: decided, &effects)
    for event in events { effects.publish(event, version: decided.nextVersion()) }
    self.setDeadlines(from: before, to: decided, &effects)
    state.put(decided)
    return decided
  }

  /// The rows of the deadlines follow the limits of the case.
  func setDeadlines(from before: Case?, to after: Case, _ effects: inout Effects) {
    let deadlines = self.process.deadlines(from: before, to: after)
    for name in deadlines.cancel { effects.cancelDeadline(name.rawValue, of: after.number.text) }
    for (name, dueAt) in deadlines.set { self.set(name, at: dueAt, of: after, &effects) }
    let wasOpen = before?.state.isOpen ?? false
    if let dueAt = after.followUpDueAt, !wasOpen { self.set(.followUp, at: dueAt, of: after, &effects) }
    if wasOpen, !after.state.isOpen { effects.cancelDeadline(CaseDeadline.followUp.rawValue, of: after.number.text) }
    self.setRetention(from: before, to: after, &effects)
  }

  private func set(_ name: CaseDeadline, at dueAt: Date, of state: Case, _ effects: inout Effects) {
    let policy = state.timer(name)?.limit.policy
    let other = policy == self.process.rules.policy.reference ? nil : try? policy?.json()
    effects.setDeadline(
      Deadline(
        subject: state.number.text, name: name.rawValue, dueAt: dueAt, payload: other ?? self.process.timerPayload))
  }

  /// The case that an input is about; nil where it names none.
  package static func number(of input: Input<DispatchAction>) -> ComplaintNumber? {
    switch input {
    case .message(_, let envelope): envelope.subject.flatMap(ComplaintNumber.init)
    case .deadline(let deadline): ComplaintNumber(deadline.subject)
    case .action(.onCase(let action)): action.number
    case .action(.onJudgement(let action)): action.number
    case .action(.onLetter(.draft(let draft))): draft.complaint
    case .action(.onSuggestion(let action)): action.complaint
    case .action: nil
    }
  }
}
