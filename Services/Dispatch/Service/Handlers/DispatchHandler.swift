package import DispatchDomain
package import DurableMessaging
package import Foundation
import Messages
import Messaging
package import Policy
package import Postgres
package import WorkCalendar

/// Hands each input to the handler of the aggregate that it is about. Each kind of aggregate has a handler of its own,
/// with its part of the state; a batch may be about all of them. What an input begins goes by the policy that its project
/// has on that day.
package struct DispatchHandler: MessageHandler {
  /// All of them by one version of a policy.
  fileprivate struct Handlers: Sendable {
    let cases: CaseHandler
    let judgements: JudgementHandler
    let suggestions: SuggestionHandler
    let correspondence: CorrespondenceHandler
    let daily: DailyLook
  }

  private let handlers: AssignedRules<Handlers>
  private let assignsCompanies: Bool
  private let calendar: WorkCalendar

  /// - Parameter day: today, by the service's clock.
  /// - Throws: `noLimit` when a policy that is in force, or will be, leaves out a limit that dispatch needs.
  package init(
    policies: PolicyRegister, from day: CalendarDay, calendar: WorkCalendar, warranty: WarrantyTable
  ) throws(PolicyError) {
    self.handlers = try AssignedRules(policies, from: day) { policy throws(PolicyError) in
      let process = try CaseProcess(policy: policy, of: policies, calendar: calendar)
      let cases = CaseHandler(process: process)
      return Handlers(
        cases: cases,
        judgements: JudgementHandler(
          process: try JudgementProcess(rules: process.rules, table: warranty), cases: cases),
        suggestions: SuggestionHandler(
          process: try SuggestionProcess(policy: policy, calendar: calendar), timerPayload: process.timerPayload),
        correspondence: CorrespondenceHandler(
          replyLimit: try policy.limit(.contactSheetReply), calendar: calendar, timerPayload: process.timerPayload),
        daily: DailyLook(
          reminders: try WarrantyReminders(policy: policy, table: warranty, calendar: calendar), calendar: calendar,
          timerPayload: process.timerPayload))
    }
    self.assignsCompanies = policies.assignsCompanies
    self.calendar = calendar
  }

  /// What the dates say of a case, for whoever reads it.
  var judging: JudgementProcess { self.handlers.standard.judgements.process }

  /// When owners of a project are reminded, for whoever reads it.
  func reminders(in project: ProjectCode, company: String?, on day: CalendarDay) -> WarrantyReminders {
    self.handlers.of(project, company: company, on: day).daily.reminders
  }

  package func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> DispatchState {
    let unusual = UnusualRegistrations(inputs)
    let handlers = self.handlers.standard
    let cases = handlers.cases.load(inputs, into: &pipeline)
    let judgements = handlers.judgements.load(inputs, into: &pipeline)
    let suggestions = handlers.suggestions.load(inputs, unusual, into: &pipeline)
    let correspondence = handlers.correspondence.load(inputs, unusual, into: &pipeline)
    let sights = handlers.daily.load(inputs, into: &pipeline)
    let projects = self.assignsCompanies ? Set(inputs.compactMap(Self.project)) : []
    let companies =
      projects.isEmpty
      ? nil : pipeline.add(CompaniesOfProjects(projects: projects.sorted { $0.text < $1.text }))
    return { results throws(PostgresError) in
      DispatchState(
        cases: try cases(results), judgements: try judgements(results), suggestions: try suggestions(results),
        correspondence: try correspondence(results), sights: try sights(results), unusual: unusual,
        companies: try companies.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [])
    }
  }

  package func handle(
    _ input: Input<DispatchAction>, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    let project = Self.project(of: input)
    let handlers = self.handlers.of(
      project, company: project.flatMap { state.companies[$0] }, on: self.calendar.day(of: now))
    return switch input {
    case .message(_, let envelope): try handlers.handle(envelope, state: &state, now: now, effects: &effects)
    case .deadline(let deadline): try handlers.handle(deadline, state: &state, now: now, effects: &effects)
    case .action(let action): try handlers.handle(action, state: &state, now: now, effects: &effects)
    }
  }

  /// The project that an input is about; nil where it names none.
  private static func project(of input: Input<DispatchAction>) -> ProjectCode? {
    switch input {
    case .message(_, let envelope): envelope.subject.flatMap(Self.project)
    case .deadline(let deadline): Self.project(deadline.subject)
    case .action(.onCase(let action)): action.number.project
    case .action(.onJudgement(let action)): action.number.project
    case .action(.onSuggestion(let action)): action.number.project
    case .action(.onLetter(.draft(let draft))): draft.complaint.project
    case .action(.onLetter(.change(let number, _, _))): number.series.project
    case .action(.onContactSheet(.send(let draft))): draft.project
    case .action(.onContactSheet(.reply(let number, _, _))): number.series.project
    }
  }

  private static func project(_ subject: String) -> ProjectCode? {
    ComplaintNumber(subject)?.project ?? ProjectCode(subject) ?? FormNumber(subject)?.series.project
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
    let handlers = self.handlers.standard
    handlers.cases.store(state.cases, into: &pipeline)
    handlers.judgements.store(state.judgements, into: &pipeline)
    handlers.suggestions.store(state.suggestions, into: &pipeline)
    handlers.correspondence.store(state.correspondence, into: &pipeline)
    if !state.reminders.isEmpty { pipeline.add(InsertReminders(reminders: state.reminders)) }
    // After everything else that writes about them.
    let anonymised = state.cases.anonymised + state.suggestions.anonymised
    if !anonymised.isEmpty { pipeline.add(Anonymise(numbers: anonymised)) }
  }
}

// MARK: - The three kinds of input

extension DispatchHandler.Handlers {
  fileprivate func handle(
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
      self.daily.begin(message.project, now: now, effects: &effects)
      return .nothing
    case ComplaintRegistered.type where state.unusual.contains(envelope):
      let message: ComplaintRegistered = try envelope.decode()
      self.correspondence.acknowledge(message, state: &state.correspondence, now: now, effects: &effects)
      // suggestions follow their own flow, and no case is opened for them.
      guard message.kind == .suggestion else { break }
      return .ofSuggestion(self.suggestions.open(message, state: &state.suggestions, effects: &effects))
    case ComplaintConverted.type:
      let message: ComplaintConverted = try envelope.decode()
      let suggestion = try self.suggestions.convert(message, state: &state.suggestions, effects: &effects)
      return .ofCase(
        try self.cases.convert(message, after: suggestion, state: &state.cases, now: now, effects: &effects))
    case ComplaintRegraded.type:
      // No limit of a suggestion goes by its grade; only its case has one, where it has become a case.
      let number = envelope.subject.flatMap(ComplaintNumber.init)
      guard let number, state.cases.cases[number] == nil, let suggestion = state.suggestions.suggestions[number] else {
        break
      }
      return .ofSuggestion(suggestion)
    default: break
    }
    return .ofCase(try self.cases.handle(envelope, state: &state.cases, now: now, effects: &effects))
  }

  fileprivate func handle(
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
    case DailyLook.deadline:
      guard let project = ProjectCode(deadline.subject) else {
        throw .rejected(Rejected("subject", .invalid, "The deadline names no project."))
      }
      self.daily.look(at: project, state: &state, now: now, effects: &effects)
      return .nothing
    case CaseHandler.retentionDeadline:
      return try self.retentionPassed(deadline, state: &state, now: now, effects: &effects)
    case CaseHandler.handoverDeadline:
      self.cases.handOver(deadline, state: &state.cases, now: now, effects: &effects)
      return .nothing
    default:
      return .ofCase(try self.cases.handle(deadline, state: &state.cases, now: now, effects: &effects))
    }
  }

  /// A suggestion that has become a case is kept as long as the case.
  private func retentionPassed(
    _ deadline: Deadline, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    guard let number = ComplaintNumber(deadline.subject) else {
      throw .rejected(Rejected("subject", .invalid, "The deadline names no complaint."))
    }
    guard let found = state.cases.cases[number] else {
      return .ofSuggestion(
        try self.suggestions.retentionPassed(number, state: &state.suggestions, now: now, effects: &effects))
    }
    let warrantyEnds = self.judgements.process.warrantyEnds(
      found, state.judgements.judgements(of: number).current?.subpart, unit: state.judgements.unit(of: number))
    return .ofCase(
      self.cases.retentionPassed(
        of: found, warrantyEnds: warrantyEnds, &state.cases, now: now, effects: &effects))
  }

  fileprivate func handle(
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
      if let complaint = action.complaint,
        complaint.project != action.number.project || state.cases.cases[complaint] == nil
      {
        throw .rejected(Rejected("complaint", .notFound, "There is no case with this number in the project."))
      }
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
