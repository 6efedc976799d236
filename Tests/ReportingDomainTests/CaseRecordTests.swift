import Foundation
import Messages
import ReportingDomain
import TestSupport
import Testing

@Suite struct CaseRecordTests {
  @Test("R-219: whatever the order and however often events arrive, the record is the same")
  func orderDoesNotMatter() throws {
    var random = SeededGenerator()
    print("orderDoesNotMatter: \(random)")
    let history = try RecordHistory()
    let expected = history.record(of: history.events)
    for _ in 0..<300 {
      var events = history.events + history.events.filter { _ in Bool.random(using: &random) }
      events.shuffle(using: &random)
      #expect(history.record(of: events) == expected, "\(random)")
    }
  }

  @Test("R-031, R-073: a suggestion that becomes a case is open again in the tables, one that ends otherwise is not")
  func convertedSuggestion() throws {
    let history = try RecordHistory()
    let registered = try #require(history.events.first { $0 is ComplaintRegistered })
    let at = try #require(RFC3339.date(from: "2023-01-02T10:00:00+08:00"))
    let other = ComplaintNumber(project: history.number.project, year: 2023, serial: 2)
    let ends: [(SuggestionOutcome, ComplaintNumber?, Bool)] = [
      (.converted, nil, true), (.converted, other, false), (.declined, nil, false),
    ]
    for (outcome, complaint, isOpen) in ends {
      let closed = SuggestionClosed(complaint: history.number, outcome: outcome, closedAt: at, convertedTo: complaint)
      #expect((history.record(of: [registered, closed]).closedAt == nil) == isOpen)
    }
  }

  @Test func aClosedCaseIsNotOpen() throws {
    let history = try RecordHistory()
    let record = history.record(of: history.events)
    let closed = try #require(record.closedAt)
    #expect(record.isOpen(at: closed))
    #expect(!record.isOpen(at: closed.addingTimeInterval(1)))
    // Late with the survey until it was made.
    let surveyed = try #require(record.surveyedAt)
    #expect(record.isOverdue(at: surveyed))
    #expect(!record.isOverdue(at: surveyed.addingTimeInterval(1)))
  }
}

/// The events of one case that went round twice, at instants of their own.
struct RecordHistory {
  let number: ComplaintNumber
  let events: [any Message]

  init() throws {
    self.number = try #require(ComplaintNumber("CLX-2023-000001"))
    let number = self.number
    let start = try #require(RFC3339.date(from: "2023-01-02T09:00:00+08:00"))
    let order = RepairOrderNumber(complaint: number, serial: 1)
    let contractor = try #require(ContractorCode("WX-01"))
    let unit = UnitAddress(project: number.project, building: "3", unit: "1201", location: nil)
    let low = try #require(Scores(quality: 2, speed: 4, staff: 4))
    let high = try #require(Scores(quality: 5, speed: 5, staff: 5))
    func day(_ days: Double) -> Date { start.addingTimeInterval(days * 86_400) }
    func scheduled(_ round: Int, _ at: Date) -> CallbackScheduled {
      CallbackScheduled(
        complaint: number, callback: CallbackNumber(complaint: number, kind: .closing, round: round), kind: .closing,
        round: round, from: at, dueAt: at.addingTimeInterval(86_400), scheduledAt: at)
    }
    func answered(_ round: Int, _ scores: Scores, _ at: Date) -> CallbackAnswered {
      CallbackAnswered(
        complaint: number, callback: CallbackNumber(complaint: number, kind: .closing, round: round), kind: .closing,
        round: round, scores: scores, isSatisfied: scores.lowest >= 4, answeredAt: at)
    }
    self.events = [
      ComplaintRegistered(
        complaint: number, source: "/pms", reference: "PMS-1", receivedAt: start, registeredAt: start,
        channel: .hotline, kind: .complaint, category: .engineeringQuality, grade: .general, unit: unit,
        buildingPart: .heating),
      CaseAssigned(
        complaint: number, unit: .projectDepartment, assignedAt: day(0.1), replyDueAt: day(2), surveyDueAt: day(2)),
      CaseReplied(complaint: number, unit: .projectDepartment, repliedAt: day(1)),
      DeadlineMissed(
        complaint: number, deadline: .survey, rule: "R-108", dueAt: day(2), missedAt: day(2), unit: .projectDepartment),
      RepairSurveyed(complaint: number, order: order, judgement: .developerGap, surveyedAt: day(2.5)),
      RepairCommissioned(
        complaint: number, order: order, commission: CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: 1),
        contractor: contractor, contractorName: "东方暖通", trade: .heating, commissionedAt: day(2.6)),
      RepairCompleted(complaint: number, order: order, contractor: contractor, round: 1, completedAt: day(5)),
      RepairAccepted(complaint: number, order: order, round: 1, acceptedAt: day(5.2)),
      RepairSigned(complaint: number, order: order, contractor: contractor, round: 1, signedAt: day(5.3)),
      CaseHandled(complaint: number, round: 1, unit: .projectDepartment, handledAt: day(5.4)),
      scheduled(1, day(5.5)),
      answered(1, low, day(6)),
      CaseReopened(complaint: number, round: 2, unit: .projectDepartment, reopenedAt: day(6.1)),
      RepairReworkOrdered(
        complaint: number, order: order, contractor: contractor, round: 2, cause: .callback, orderedAt: day(6.2)),
      CaseHandled(complaint: number, round: 2, unit: .projectDepartment, handledAt: day(8)),
      scheduled(2, day(8.1)),
      answered(2, high, day(9)),
      CaseClosed(complaint: number, round: 2, outcome: .satisfied, closedAt: day(9.1)),
    ]
  }

  func record(of events: [any Message]) -> CaseRecord {
    var record = CaseRecord(number: self.number)
    for event in events {
      switch event {
      case let event as ComplaintRegistered: record.apply(event)
      case let event as CaseAssigned: record.apply(event)
      case let event as CaseReplied: record.apply(event)
      case let event as DeadlineMissed: record.apply(event)
      case let event as RepairSurveyed: record.apply(event)
      case let event as RepairCommissioned: record.apply(event)
      case let event as RepairCompleted: record.apply(event)
      case let event as RepairAccepted: record.apply(event)
      case let event as RepairReworkOrdered: record.apply(event)
      case let event as RepairSigned: record.apply(event)
      case let event as CaseHandled: record.apply(event)
      case let event as CallbackScheduled: record.apply(event)
      case let event as CallbackAnswered: record.apply(event)
      case let event as CaseReopened: record.apply(event)
      case let event as CaseClosed: record.apply(event)
      case let event as SuggestionClosed: record.apply(event)
      default: Issue.record("No record takes a \(type(of: event)).")
      }
    }
    return record
  }
}
