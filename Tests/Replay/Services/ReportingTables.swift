import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import ReportingDomain
import ReportingService

struct ReportingTables: ServiceTables {
  typealias Handler = ReportingHandler

  struct EventKey: Hashable {
    let source: String
    let version: Int64
  }

  private(set) var records: [ComplaintNumber: CaseRecord] = [:]
  /// Every event that was kept, with its type.
  private(set) var events: [ComplaintNumber: [EventKey: String]] = [:]
  private(set) var ids: Set<UUID> = []
  /// Events under a key that was taken by another one.
  private(set) var collisions = 0

  /// `BeginRecords` makes the rows before they are locked.
  func locks(for inputs: [Input<Never>]) -> [String] {
    Set(inputs.compactMap(ReportingHandler.number)).map(\.text)
  }

  func load(_ inputs: [Input<Never>]) -> ReportingState {
    // The parts of a record that have tables of their own are not loaded to handle events; writing them twice changes
    // nothing.
    ReportingState(
      records: Set(inputs.compactMap(ReportingHandler.number)).map { number in
        guard var record = self.records[number] else { return CaseRecord(number: number) }
        record.missedLimits = [:]
        record.answers = [:]
        return record
      })
  }

  mutating func store(_ state: ReportingState) throws(PostgresError) {
    for record in state.changedRecords { try Self.check(record) }
    for limit in state.missedLimits where limit.limit.missedAt < limit.limit.dueAt {
      throw .violated("missed_limit_missed_check")
    }
    for record in state.changedRecords {
      var written = record
      let known = self.records[record.number]
      written.missedLimits = known?.missedLimits ?? [:]
      written.answers = known?.answers ?? [:]
      self.records[record.number] = written
    }
    for (number, deadline, limit) in state.missedLimits where self.records[number]?.missedLimits[deadline] == nil {
      self.records[number]?.missedLimits[deadline] = limit
    }
    for (number, round, answer) in state.answers where self.records[number]?.answers[round] == nil {
      self.records[number]?.answers[round] = answer
    }
    for (id, envelope, _) in state.events { self.keep(id, envelope) }
  }

  private mutating func keep(_ id: UUID, _ envelope: Envelope) {
    guard let number = envelope.subject.flatMap(ComplaintNumber.init), let version = envelope.aggregateVersion else {
      return
    }
    let key = EventKey(source: envelope.source, version: version)
    if self.events[number]?[key] == nil {
      self.events[number, default: [:]][key] = envelope.type
      self.ids.insert(id)
    } else if !self.ids.contains(id) {
      self.collisions += 1
    }
  }

  private static func check(_ record: CaseRecord) throws(PostgresError) {
    guard (record.firstHandledAt == nil) == (record.handledAt == nil) else {
      throw .violated("case_record_handled_check")
    }
    if let first = record.firstHandledAt, let last = record.handledAt, first > last {
      throw .violated("case_record_handled_check")
    }
    guard record.round >= 1 else { throw .violated("case_record_round_check") }
  }
}
