package import DispatchDomain
package import DurableMessaging
package import Foundation
import Messages
import Messaging
package import Policy
package import Postgres
package import WorkCalendar

/// Hands each input to the handler of the aggregate that it is about. Each kind of aggregate has a handler of its own,
/// with its part of the state; a batch may be about all of them.
package struct DispatchHandler: MessageHandler {
  private let cases: CaseHandler
  private let judgements: JudgementHandler
  private let suggestions: SuggestionHandler
  private let correspondence: CorrespondenceHandler

  /// - Throws: `noLimit` when the policy leaves out a limit that dispatch needs.
  package init(
    process: CaseProcess, policy: PolicyProfile, calendar: WorkCalendar, warranty: WarrantyTable
  ) throws(PolicyError) {
    let timerPayload = process.timerPayload
    self.cases = CaseHandler(process: process)
    self.judgements = JudgementHandler(
      process: try JudgementProcess(policy: policy, table: warranty, calendar: calendar), cases: self.cases,
      timerPayload: timerPayload)
    self.suggestions = SuggestionHandler(
      process: try SuggestionProcess(policy: policy, calendar: calendar), timerPayload: timerPayload)
    self.correspondence = CorrespondenceHandler(
      replyLimit: try policy.limit(.contactSheetReply), calendar: calendar, timerPayload: timerPayload)
  }

  /// What the dates say of a case, for whoever reads it.
  var judging: JudgementProcess { self.judgements.process }

  package func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> DispatchState {
    let unusual = UnusualRegistrations(inputs)
    let cases = self.cases.load(inputs, into: &pipeline)
    let judgements = self.judgements.load(inputs, into: &pipeline)
    let suggestions = self.suggestions.load(inputs, unusual, into: &pipeline)
    let correspondence = self.correspondence.load(inputs, unusual, into: &pipeline)
    return { results throws(PostgresError) in
      DispatchState(
        cases: try cases(results), judgements: try judgements(results), suggestions: try suggestions(results),
        correspondence: try correspondence(results), unusual: unusual)
    }
  }

  package func handle(
    _ input: Input<DispatchAction>, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    switch input {
    case .message(_, let envelope): try self.handle(envelope, state: &state, now: now, effects: &effects)
    case .deadline(let deadline): try self.handle(deadline, state: &state, now: now, effects: &effects)
    case .action(let action): try self.handle(action, state: &state, now: now, effects: &effects)
    }
  }

  package func version(for action: DispatchAction, in state: DispatchState) -> Int64? {
    switch action {
    case .onCase(let action): state.cases.cases[action.number]?.course.revision
    case .onJudgement(let action): state.cases.cases[action.number]?.course.revision
    case .onSuggestion(let action): state.suggestions.suggestions[action.number]?.revision
    case .onLetter(.change(let number, _, _)): state.correspondence.letters[number]?.revision
    case .onContactSheet(.reply(let number, _, _)): state.correspondence.sheets[number]?.revision
    case .onLetter(.draft), .onContactSheet(.send): nil
    }
  }

  package func store(_ state: DispatchState, into pipeline: inout Pipeline) {
    self.cases.store(state.cases, into: &pipeline)
    self.judgements.store(state.judgements, into: &pipeline)
    self.suggestions.store(state.suggestions, into: &pipeline)
    self.correspondence.store(state.correspondence, into: &pipeline)
  }

  // MARK: - The three kinds of input

  private func handle(
    _ envelope: Envelope, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    switch envelope.type {
    case UnitChanged.type:
      state.judgements.told(try envelope.decode(UnitChanged.self))
      return .nothing
    case ProjectChanged.type:
      let message: ProjectChanged = try envelope.decode()
      try self.cases.change(message, state: &state.cases, now: now, effects: &effects)
      state.judgements.told(message)
      return .nothing
    case ComplaintRegistered.type where state.unusual.contains(envelope):
      let message: ComplaintRegistered = try envelope.decode()
      self.correspondence.acknowledge(message, state: &state.correspondence, now: now, effects: &effects)
      // suggestions follow their own flow, and no case is opened for them.
      guard message.kind == .suggestion else { break }
      return .ofSuggestion(self.suggestions.open(message, state: &state.suggestions, effects: &effects))
    default: break
    }
    return .ofCase(try self.cases.handle(envelope, state: &state.cases, now: now, effects: &effects))
  }

  private func handle(
    _ deadline: Deadline, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    if SuggestionHandler.owns(deadline) {
      return .ofSuggestion(
        try self.suggestions.handle(deadline, state: &state.suggestions, now: now, effects: &effects))
    }
    switch deadline.name {
    case CorrespondenceHandler.replyDeadline:
      return .ofContactSheet(
        try self.correspondence.handle(deadline, state: &state.correspondence, now: now, effects: &effects))
    case CaseHandler.handoverDeadline:
      self.cases.handOver(deadline, state: &state.cases, now: now, effects: &effects)
      return .nothing
    case JudgementHandler.arrivalDeadline:
      return .ofCase(
        try self.judgements.handle(
          deadline, cases: &state.cases, state: &state.judgements, now: now, effects: &effects))
    default:
      return .ofCase(try self.cases.handle(deadline, state: &state.cases, now: now, effects: &effects))
    }
  }

  private func handle(
    _ action: DispatchAction, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    switch action {
    case .onCase(let action):
      return .ofCase(try self.cases.handle(action, state: &state.cases, now: now, effects: &effects))
    case .onJudgement(let action):
      let (judged, judgements) = try self.judgements.handle(
        action, cases: &state.cases, state: &state.judgements, now: now, effects: &effects)
      return .ofJudgements(judged, judgements)
    case .onSuggestion(let action):
      return .ofSuggestion(
        try self.suggestions.handle(action, state: &state.suggestions, now: now, effects: &effects))
    case .onLetter(let action):
      let (cases, suggestions) = (state.cases.cases, state.suggestions.suggestions)
      do throws(Rejected) {
        return .ofLetter(
          try self.correspondence.handle(
            action, isKnown: { cases[$0] != nil || suggestions[$0] != nil }, state: &state.correspondence, now: now,
            effects: &effects))
      } catch {
        throw .rejected(error)
      }
    case .onContactSheet(let action):
      do throws(Rejected) {
        return .ofContactSheet(
          try self.correspondence.handle(action, state: &state.correspondence, now: now, effects: &effects))
      } catch {
        throw .rejected(error)
      }
    }
  }
}
