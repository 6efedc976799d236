package import DispatchDomain
import DurableMessaging
import Foundation
package import Messages
import Messaging
import Postgres

/// What people do to a suggestion.
package struct SuggestionAction: Sendable {
  package let number: ComplaintNumber
  package let deed: SuggestionDeed
  /// Staff account of whoever does it.
  package let by: String

  /// The complaint that is to take its place.
  var complaint: ComplaintNumber? { if case .convert(let complaint, _) = self.deed { complaint } else { nil } }

  package init(_ number: ComplaintNumber, _ deed: SuggestionDeed, by: String) {
    self.number = number
    self.deed = deed
    self.by = by
  }
}

/// Drives suggestions and applications through their own flow (3.2).
struct SuggestionHandler: Sendable {
  let process: SuggestionProcess
  let timerPayload: [UInt8]

  func load(
    _ inputs: [Input<DispatchAction>], _ unusual: UnusualRegistrations, into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> SuggestionBook {
    let numbers = unusual.suggestions.union(inputs.compactMap(Self.number)).sorted { $0.text < $1.text }
    guard !numbers.isEmpty else { return { _ throws(PostgresError) in SuggestionBook() } }
    let suggestions = pipeline.add(LockSuggestions(numbers: numbers))
    let consultations = pipeline.add(ConsultationsOfSuggestions(numbers: numbers))
    return { results throws(PostgresError) in
      SuggestionBook(
        suggestions: try results.rows(suggestions), consultations: try results.rows(consultations))
    }
  }

  func store(_ state: SuggestionBook, into pipeline: inout Pipeline) {
    let changed = state.changedSuggestions
    guard !changed.isEmpty else { return }
    pipeline.add(WriteSuggestions(suggestions: changed))
    let consultations = changed.flatMap { suggestion in suggestion.consultations.map { (suggestion.number, $0) } }
    if !consultations.isEmpty { pipeline.add(WriteConsultations(consultations: consultations)) }
  }

  /// A new suggestion. One that is known already stays as it is.
  func open(
    _ message: ComplaintRegistered, state: inout SuggestionBook, effects: inout Effects
  ) -> Suggestion {
    if let known = state.suggestions[message.complaint] { return known }
    let (opened, decision) = self.process.open(message)
    return self.apply(decision, to: opened, &state, &effects)
  }

  /// What is no suggestion any more goes on as a case; nil where it was none.
  func convert(
    _ message: ComplaintConverted, state: inout SuggestionBook, effects: inout Effects
  ) throws(HandlingFailure) -> Suggestion? {
    guard var found = state.suggestions[message.complaint] else { return nil }
    do throws(Rejected) {
      let decision = try self.process.becomesCase(&found, message)
      return self.apply(decision, to: found, &state, &effects)
    } catch {
      throw .rejected(error)
    }
  }

  func handle(
    _ deadline: Deadline, state: inout SuggestionBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Suggestion {
    guard let number = ComplaintNumber(deadline.subject), let found = state.suggestions[number] else {
      throw .rejected(Rejected("subject", .notFound, "There is no suggestion with this number."))
    }
    do throws(Rejected) {
      let decision = try self.process.passed(
        CaseDeadline(deadline.name), dueAt: deadline.dueAt, of: found, now: now)
      return self.apply(decision, to: found, &state, &effects)
    } catch {
      throw .rejected(error)
    }
  }

  func handle(
    _ action: SuggestionAction, state: inout SuggestionBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Suggestion {
    guard var found = state.suggestions[action.number] else {
      throw .rejected(Rejected("number", .notFound, "There is no suggestion with this number."))
    }
    do throws(Rejected) {
      let decision = try self.process.perform(action.deed, on: &found, by: action.by, now: now)
      return self.apply(decision, to: found, &state, &effects)
    } catch {
      throw .rejected(error)
    }
  }

  /// What it says of people goes.
  func retentionPassed(
    _ number: ComplaintNumber, state: inout SuggestionBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Suggestion {
    guard var found = state.suggestions[number] else {
      throw .rejected(Rejected("subject", .notFound, "There is no suggestion with this number."))
    }
    let decision = self.process.retentionPassed(&found, now: now)
    let anonymised = self.apply(decision, to: found, &state, &effects)
    if !decision.events.isEmpty { state.anonymise(anonymised) }
    return anonymised
  }

  private func apply(
    _ decision: Decision, to decided: Suggestion, _ state: inout SuggestionBook, _ effects: inout Effects
  ) -> Suggestion {
    var decided = decided
    effects.record(from: state.suggestions[decided.number], to: decided)
    effects.perform(decision, on: decided.number.text, payload: self.timerPayload) { decided.nextVersion() }
    if let until = self.process.keptUntil(decided), state.suggestions[decided.number]?.isOpen == true {
      effects.setDeadline(
        Deadline(
          subject: decided.number.text, name: CaseHandler.retentionDeadline, dueAt: until, payload: self.timerPayload))
    }
    state.put(decided)
    return decided
  }

  // MARK: - Which inputs are about suggestions

  static func owns(_ deadline: Deadline) -> Bool { deadline.name.hasPrefix("suggestion-") }

  /// The suggestion that an input is, or may be, about; nil where it names none.
  private static func number(of input: Input<DispatchAction>) -> ComplaintNumber? {
    switch input {
    case .message(_, let envelope)
    where envelope.type == ComplaintConverted.type || envelope.type == ComplaintRegraded.type:
      envelope.subject.flatMap(ComplaintNumber.init)
    case .message: nil
    case .deadline(let deadline):
      Self.owns(deadline) || deadline.name == CaseHandler.retentionDeadline ? ComplaintNumber(deadline.subject) : nil
    case .action(.onSuggestion(let action)): action.number
    case .action(.onLetter(.draft(let draft))): draft.complaint
    case .action: nil
    }
  }
}
