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
    /// He has not come, or does not repair, and is reminded in writing.
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
  let process: JudgementProcess
  let cases: CaseHandler

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
    guard let before = cases.cases[action.number] else {
      throw .rejected(Rejected("number", .notFound, "There is no case with this number."))
    }
    let known = state.judgements(of: action.number)
    var (after, judgements) = (before, known)
    var events: [any Message] = []
    do throws(Rejected) {
      switch action.deed {
      case .judge(let request):
        events = try self.process.judge(
          request, about: &after, &judgements, unit: state.unit(of: action.number), now: now)
      case .builderArrived: try self.process.arrived(&judgements, about: &after, now: now)
      case .remindBuilder: try self.process.remind(&judgements, about: after, now: now)
      }
    } catch {
      throw .rejected(error)
    }
    let current = judgements.current
    self.cases.process.judged(&after, current?.judgement, repairBy: current?.repairBy, now: now)
    if after != before || judgements != known {
      after.nextRevision()
      self.cases.process.lookedAt(&after, now: now)
    }
    effects.record(from: known, to: judgements, of: action.number)
    for event in events { effects.publish(event, version: after.nextVersion()) }
    self.cases.setDeadlines(from: before, to: after, &effects)
    cases.put(after)
    state.put(judgements, of: action.number)
    return (after, judgements)
  }

  /// The case whose judgements an input is about; nil where it names none.
  private static func number(of input: Input<DispatchAction>) -> ComplaintNumber? {
    switch input {
    case .action(.onJudgement(let action)): action.number
    // How long the part is in warranty says how long the case is kept.
    case .deadline(let deadline) where deadline.name == CaseHandler.retentionDeadline: ComplaintNumber(deadline.subject)
    case .message, .deadline, .action: nil
    }
  }
}
