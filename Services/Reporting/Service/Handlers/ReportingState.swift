package import Foundation
package import Messages
package import Messaging
package import ReportingDomain

/// What a batch of reporting knows and changes.
package struct ReportingState: Sendable {
  private(set) var records: [ComplaintNumber: CaseRecord]
  private(set) var changed: Set<ComplaintNumber> = []
  package private(set) var missedLimits:
    [(number: ComplaintNumber, deadline: CaseDeadline, limit: CaseRecord.MissedLimit)] = []
  package private(set) var answers: [(number: ComplaintNumber, round: Int, answer: CaseRecord.Answer)] = []
  /// Complaints whose events are not to tell any more which home they were about.
  var anonymised: [ComplaintNumber] = []
  package internal(set) var events: [(id: UUID, envelope: Envelope, happened: Date)] = []

  package init(records: [CaseRecord]) {
    self.records = Dictionary(records.map { ($0.number, $0) }) { first, _ in first }
  }

  mutating func change(_ number: ComplaintNumber, _ apply: (inout CaseRecord) -> Void) {
    var record = self.records[number] ?? CaseRecord(number: number)
    let before = record
    apply(&record)
    for (deadline, limit) in record.missedLimits where before.missedLimits[deadline] == nil {
      self.missedLimits.append((number, deadline, limit))
    }
    for (round, answer) in record.answers where before.answers[round] == nil {
      self.answers.append((number, round, answer))
    }
    self.records[number] = record
    self.changed.insert(number)
  }

  /// In the order of their numbers, as they were locked.
  package var changedRecords: [CaseRecord] {
    self.changed.compactMap { self.records[$0] }.sorted { $0.number.text < $1.number.text }
  }
}
