package import DurableMessaging
package import Foundation
package import Messages
import Messaging
package import Postgres
import ReportingDomain

/// Keeps every event and puts the records together from them. It publishes nothing and sets no deadlines.
package struct ReportingHandler: MessageHandler {
  package init() {}

  package func load(
    _ inputs: [Input<Never>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> ReportingState {
    let numbers = Set(inputs.compactMap(Self.number)).sorted { $0.text < $1.text }
    pipeline.add(BeginRecords(numbers: numbers))
    let records = pipeline.add(LockRecords(numbers: numbers))
    return { results throws(PostgresError) in ReportingState(records: try results.rows(records)) }
  }

  package func handle(
    _ input: Input<Never>, state: inout ReportingState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    guard case .message(let arrival, let envelope) = input else { return }
    guard let number = Self.number(of: input) else {
      throw .rejected(Rejected("subject", .invalid, "The subject is no complaint number."))
    }
    let apply = try Self.change(envelope)
    if envelope.type == CaseAnonymised.type {
      state.anonymised.append(number)
      effects.record("events.anonymised", of: number.text)
    }
    state.change(number, apply)
    state.events.append((arrival.key, envelope, envelope.time ?? now))
  }

  package func store(_ state: ReportingState, into pipeline: inout Pipeline) {
    guard !state.events.isEmpty else { return }
    pipeline.add(KeepEvents(events: state.events))
    if !state.anonymised.isEmpty { pipeline.add(AnonymiseEvents(numbers: state.anonymised)) }
    pipeline.add(WriteRecords(records: state.changedRecords))
    if !state.missedLimits.isEmpty { pipeline.add(WriteMissedLimits(limits: state.missedLimits)) }
    if !state.answers.isEmpty { pipeline.add(WriteCallbackAnswers(answers: state.answers)) }
  }

  /// The complaint that an input is about; nil where it names none.
  package static func number(of input: Input<Never>) -> ComplaintNumber? {
    guard case .message(_, let envelope) = input else { return nil }
    return envelope.subject.flatMap(ComplaintNumber.init)
  }

  /// What the event does to its record.
  private static func change(_ envelope: Envelope) throws(HandlingFailure) -> (inout CaseRecord) -> Void {
    switch envelope.type {
    case ComplaintRegistered.type: try self.change(envelope) { $0.apply($1 as ComplaintRegistered) }
    case ComplaintRegraded.type: try self.change(envelope) { $0.apply($1 as ComplaintRegraded) }
    case CaseAssigned.type: try self.change(envelope) { $0.apply($1 as CaseAssigned) }
    case CaseProgressed.type: try self.change(envelope) { $0.apply($1 as CaseProgressed) }
    case CaseReplied.type: try self.change(envelope) { $0.apply($1 as CaseReplied) }
    case CaseHandled.type: try self.change(envelope) { $0.apply($1 as CaseHandled) }
    case CaseReopened.type: try self.change(envelope) { $0.apply($1 as CaseReopened) }
    case CaseClosed.type: try self.change(envelope) { $0.apply($1 as CaseClosed) }
    case SuggestionClosed.type: try self.change(envelope) { $0.apply($1 as SuggestionClosed) }
    case DeadlineMissed.type: try self.change(envelope) { $0.apply($1 as DeadlineMissed) }
    case RepairSurveyed.type: try self.change(envelope) { $0.apply($1 as RepairSurveyed) }
    case RepairCommissioned.type: try self.change(envelope) { $0.apply($1 as RepairCommissioned) }
    case RepairCompleted.type: try self.change(envelope) { $0.apply($1 as RepairCompleted) }
    case RepairAccepted.type: try self.change(envelope) { $0.apply($1 as RepairAccepted) }
    case RepairReworkOrdered.type: try self.change(envelope) { $0.apply($1 as RepairReworkOrdered) }
    case RepairSigned.type: try self.change(envelope) { $0.apply($1 as RepairSigned) }
    case CallbackScheduled.type: try self.change(envelope) { $0.apply($1 as CallbackScheduled) }
    case CallbackAnswered.type: try self.change(envelope) { $0.apply($1 as CallbackAnswered) }
    // A milestone callback that falls due, a reminder, a call that reached nobody and one that the customer refused change
    // no figure; the events are kept for the timeline, in which none is to be missing. Nor does a judgement, which is about
    // cost, another kind, a raised grade, which intake tells again, or how long a case is kept.
    case CallbackDue.type, CallbackUnreachable.type, CallbackRefused.type, DeadlineApproaching.type, CaseJudged.type,
      ComplaintConverted.type, CaseRegraded.type, CaseHeld.type, CaseAnonymised.type:
      { _ in }
    default: throw .rejected(Rejected("type", .unknownType, "Reporting does not take messages of this type."))
    }
  }

  private static func change<M: Message>(
    _ envelope: Envelope, _ apply: @escaping (inout CaseRecord, M) -> Void
  ) throws(HandlingFailure) -> (inout CaseRecord) -> Void {
    let event: M = try envelope.decode()
    return { apply(&$0, event) }
  }
}
