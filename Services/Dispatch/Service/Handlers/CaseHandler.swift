import DispatchDomain
package import DurableMessaging
import Foundation
package import Messages
import Messaging
import Postgres

/// Drives every case from its registration to its end: hands each input to `CaseProcess` and performs what it decides.
package struct CaseHandler: Sendable {
  private let process: CaseProcess

  init(process: CaseProcess) {
    self.process = process
  }

  func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> CaseBook {
    let numbers = Set(inputs.compactMap(Self.number)).sorted { $0.text < $1.text }
    let cases = pipeline.add(LockCases(numbers: numbers))
    // After the cases: a note that another batch has just written is seen when its case is free.
    let acted = inputs.compactMap { input in
      if case .action(.onCase(let action)) = input { action.number } else { nil }
    }
    let notes = acted.isEmpty ? nil : pipeline.add(NotesOfCases(numbers: acted))
    return { results throws(PostgresError) in
      let found = try results.rows(cases)
      guard let notes else { return CaseBook(cases: found, notes: []) }
      return CaseBook(cases: found, notes: try results.rows(notes))
    }
  }

  func store(_ state: CaseBook, into pipeline: inout Pipeline) {
    let changed = state.changedCases
    if !changed.isEmpty { pipeline.add(WriteCases(cases: changed)) }
    if !state.newNotes.isEmpty { pipeline.add(InsertCaseNotes(notes: state.newNotes)) }
  }

  // MARK: - The three kinds of input

  func handle(
    _ envelope: Envelope, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    switch envelope.type {
    case ComplaintRegistered.type:
      return self.open(try envelope.decode(), state: &state, now: now, effects: &effects)
    case RepairSurveyed.type:
      let message: RepairSurveyed = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects) { $0.surveyed(&$1, message) }
    case RepairSigned.type:
      let message: RepairSigned = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects) { $0.signed(&$1, message, now: now) }
    case CallbackScheduled.type:
      let message: CallbackScheduled = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects) { $0.callbackScheduled(&$1, message) }
    case CallbackAnswered.type:
      let message: CallbackAnswered = try envelope.decode()
      return try self.perform(message.complaint, &state, &effects) { $0.callbackAnswered(&$1, message, now: now) }
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
    return try self.perform(number, &state, &effects) { process, state throws(Rejected) in
      try process.passed(CaseDeadline(deadline.name), dueAt: deadline.dueAt, of: state, now: now)
    }
  }

  func handle(
    _ action: CaseAction, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    guard let before = state.cases[action.number] else {
      throw .rejected(Rejected("number", .notFound, "There is no case with this number."))
    }
    let note = action.note(at: now)
    let standing = state.lastNote(note.action, of: action.number)
    var after = before
    let decision: Decision
    do throws(Rejected) {
      decision =
        switch action.deed {
        case .assign(let unit): try self.process.assign(&after, to: unit, now: now)
        case .reply: try self.process.reply(&after, note, standing: standing)
        case .handle: try self.process.handle(&after, note, standing: standing)
        }
    } catch {
      throw .rejected(error)
    }
    // A repeated request changes nothing, so it leaves no second note.
    guard after != before else { return before }
    state.add(note, to: action.number)
    return self.apply(decision, to: after, &state, &effects)
  }

  // MARK: - Performing decisions

  private func open(
    _ message: ComplaintRegistered, state: inout CaseBook, now: Date, effects: inout Effects
  ) -> Case {
    if let known = state.cases[message.complaint] { return known }
    let (opened, decision) = self.process.open(message, now: now)
    return self.apply(decision, to: opened, &state, &effects)
  }

  private func perform(
    _ number: ComplaintNumber, _ state: inout CaseBook, _ effects: inout Effects,
    _ decide: (CaseProcess, inout Case) throws(Rejected) -> Decision
  ) throws(HandlingFailure) -> Case {
    guard var found = state.cases[number] else { throw .retry(reason: "case-unknown") }
    let decision: Decision
    do throws(Rejected) {
      decision = try decide(self.process, &found)
    } catch {
      throw .rejected(error)
    }
    return self.apply(decision, to: found, &state, &effects)
  }

  private func apply(
    _ decision: Decision, to decided: Case, _ state: inout CaseBook, _ effects: inout Effects
  ) -> Case {
    var decided = decided
    let subject = decided.number.text
    for event in decision.events { effects.publish(event, version: decided.nextVersion()) }
    for deadline in decision.limitsToCancel { effects.cancelDeadline(deadline.rawValue, of: subject) }
    for (deadline, dueAt) in decision.limitsToSet {
      effects.setDeadline(
        Deadline(subject: subject, name: deadline.rawValue, dueAt: dueAt, payload: self.process.timerPayload))
    }
    state.put(decided)
    return decided
  }

  /// The case that an input is about; nil where it names none.
  package static func number(of input: Input<DispatchAction>) -> ComplaintNumber? {
    switch input {
    case .message(_, let envelope): envelope.subject.flatMap(ComplaintNumber.init)
    case .deadline(let deadline): ComplaintNumber(deadline.subject)
    case .action(.onCase(let action)): action.number
    }
  }
}

extension CaseAction {
  fileprivate func note(at now: Date) -> CaseNote {
    switch self.deed {
    case .assign(let unit): CaseNote(notedAt: now, action: .assignment, person: self.by, text: unit.name.chinese)
    case .reply(let plan): CaseNote(notedAt: now, action: .reply, person: self.by, text: plan)
    case .handle(let result): CaseNote(notedAt: now, action: .handled, person: self.by, text: result)
    }
  }
}
