package import DispatchDomain
import DurableMessaging
import Foundation
package import Messages
import Messaging
import Postgres

/// What people do about who answers for a defect.
package struct JudgementAction: Sendable {
  package enum Deed: Sendable {
    case judge(JudgementRequest)
    /// The builder was on the spot.
    case builderArrived
    /// He has not come and is reminded in writing.
    case remindBuilder
  }

  package let number: ComplaintNumber
  package let deed: Deed
  package let by: String

  package init(_ number: ComplaintNumber, _ deed: Deed, by: String) {
    self.number = number
    self.deed = deed
    self.by = by
  }
}

/// Judgements of cases, and the homes whose warranties they rest on.
struct JudgementHandler: Sendable {
  static let arrivalDeadline = CaseDeadline.builderArrival.rawValue

  let process: JudgementProcess
  let cases: CaseHandler
  let timerPayload: [UInt8]

  func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> JudgementBook {
    let numbers = Set(inputs.compactMap(Self.number)).sorted { $0.text < $1.text }
    guard !numbers.isEmpty else { return { _ throws(PostgresError) in JudgementBook() } }
    let records = pipeline.add(JudgementsOfCases(numbers: numbers))
    let notices = pipeline.add(NoticesOfCases(numbers: numbers))
    let units = pipeline.add(PropertyOfCases(numbers: numbers))
    return { results throws(PostgresError) in
      JudgementBook(
        records: try results.rows(records), notices: try results.rows(notices), units: try results.rows(units))
    }
  }

  func store(_ state: JudgementBook, into pipeline: inout Pipeline) {
    if !state.newRecords.isEmpty { pipeline.add(InsertJudgements(records: state.newRecords)) }
    if !state.changedNotices.isEmpty {
      pipeline.add(WriteNotices(notices: state.changedNotices.map { ($0.key, $0.value) }))
    }
    if !state.endedNotices.isEmpty { pipeline.add(DeleteNotices(numbers: Array(state.endedNotices))) }
    if !state.changedUnits.isEmpty { pipeline.add(WritePropertyUnits(units: state.changedUnits)) }
    if !state.changedProjects.isEmpty { pipeline.add(WritePropertyProjects(projects: state.changedProjects)) }
  }

  func handle(
    _ action: JudgementAction, cases: inout CaseBook, state: inout JudgementBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> (Case, CaseJudgements) {
    guard let found = cases.cases[action.number] else {
      throw .rejected(Rejected("number", .notFound, "There is no case with this number."))
    }
    var judgements = state.judgements(of: action.number)
    do throws(Rejected) {
      let decision =
        switch action.deed {
        case .judge(let request):
          try self.process.judge(
            request, about: found, &judgements, unit: state.unit(of: action.number), now: now)
        case .builderArrived: try self.process.arrived(&judgements, now: now)
        case .remindBuilder: try self.process.remind(&judgements, now: now)
        }
      return (self.apply(decision, to: found, judgements, &cases, &state, now, &effects), judgements)
    } catch {
      throw .rejected(error)
    }
  }

  func handle(
    _ deadline: Deadline, cases: inout CaseBook, state: inout JudgementBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Case {
    guard let number = ComplaintNumber(deadline.subject), let found = cases.cases[number] else {
      throw .rejected(Rejected("subject", .notFound, "There is no case with this number."))
    }
    let judgements = state.judgements(of: number)
    let decision = self.process.arrivalPassed(judgements, about: found, dueAt: deadline.dueAt, now: now)
    return self.apply(decision, to: found, judgements, &cases, &state, now, &effects)
  }

  private func apply(
    _ decision: Decision, to decided: Case, _ judgements: CaseJudgements, _ cases: inout CaseBook,
    _ state: inout JudgementBook, _ now: Date, _ effects: inout Effects
  ) -> Case {
    var decided = decided
    let before = decided
    let current = judgements.current
    self.cases.process.judged(&decided, current?.judgement, repairBy: current?.repairBy, now: now)
    if decided != before || judgements != state.judgements(of: decided.number) || !decision.events.isEmpty {
      decided.nextRevision()
    }
    if judgements != state.judgements(of: decided.number) { self.cases.process.lookedAt(&decided, now: now) }
    effects.record(from: state.judgements(of: decided.number), to: judgements, of: decided.number)
    self.cases.setDeadlines(from: before, to: decided, &effects)
    effects.perform(decision, on: decided.number.text, payload: self.timerPayload) { decided.nextVersion() }
    cases.put(decided)
    state.put(judgements, of: decided.number)
    return decided
  }

  /// The case whose judgements an input is about; nil where it names none.
  private static func number(of input: Input<DispatchAction>) -> ComplaintNumber? {
    switch input {
    case .message: nil
    case .deadline(let deadline):
      deadline.name == Self.arrivalDeadline ? ComplaintNumber(deadline.subject) : nil
    case .action(.onJudgement(let action)): action.number
    case .action: nil
    }
  }
}
