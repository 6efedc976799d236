import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ReportingService

@Suite(.broker(definitions: true), .database(schemas: true)) struct ReportingServiceTests {
  @Test("R-219: a case counts once, whatever the order in which its events come and however often")
  func figures() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      let history = try History(serial: 1)
      // Closed before registered, and the announcement of the missed limit first of all.
      try await world.publish(history.missed, from: .dispatch, version: 3)
      let closing = try await world.publish(history.closed, from: .dispatch, version: 4)
      try await world.publish(closing, from: .dispatch)
      try await world.publish(history.assigned, from: .dispatch, version: 1)
      try await world.publish(history.registered, from: .intake, version: 1)
      try await eventually("four events are kept") {
        let answer = try await world.api.get("/cases/\(history.number)/events")
        return answer.status == 200 && answer.text.split(separator: "happened").count == 5
      }
      let report = try await world.api.get("/reports/weekly?week=2023-W01").decode(Report.self)
      #expect(report.total.received == 1)
      #expect(report.total.closed == 1)
      #expect(report.total.open == 0)
      #expect(report.missedLimits.map(\.rule) == ["R-054"])
      #expect(report.units.map(\.key) == ["project-department"])
    }
  }

  @Test(
    "R-333: when its time has passed no event tells which home it was about; the figures of past weeks do not change")
  func anonymised() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      let history = try History(serial: 1)
      try await world.publish(history.registered, from: .intake, version: 1)
      try await world.publish(history.assigned, from: .dispatch, version: 1)
      try await world.publish(history.closed, from: .dispatch, version: 2)
      try await eventually("three events are kept") {
        try await TestDatabase.current.run("SELECT count(*) FROM reporting.event") == "3"
      }
      let before = try await world.api.get("/reports/weekly?week=2023-W01").text
      try await world.publish(
        CaseAnonymised(complaint: history.number, anonymisedAt: Date()), from: .dispatch, version: 3)
      try await eventually("the home has gone") {
        try await TestDatabase.current.run(
          "SELECT data #>> '{unit,unit}', data #>> '{unit,location}' FROM reporting.event WHERE source = '/intake'")
          == "|"
      }
      #expect(try await world.api.get("/reports/weekly?week=2023-W01").text == before)
      // The records can still be made again from it.
      let data = try await TestDatabase.current.run(
        "SELECT data FROM reporting.event WHERE type = '\(ComplaintRegistered.type)'")
      #expect(try MessageCoding.decode(ComplaintRegistered.self, from: Array(data.utf8)).unit.building == "3")
    }
  }

  @Test("Report and status table are there for people too, in Chinese and English")
  func text() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      let history = try History(serial: 1)
      try await world.publish(history.registered, from: .intake, version: 1)
      try await world.publish(history.assigned, from: .dispatch, version: 1)
      try await eventually("the case is with its unit") {
        try await world.api.get("/status-table?format=text").text.contains("项目部")
      }
      let table = try await world.api.get("/status-table?format=text")
      #expect(table.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(table.text.contains("CLX-2023-000001"))
      let report = try await world.api.get("/reports/weekly?week=2023-W01&format=text")
      #expect(report.text.contains("工程质量 engineering quality"))
    }
  }

  @Test("What cannot be answered is refused with a reason")
  func refusals() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      let week = try await world.api.get("/reports/weekly?week=W1")
      #expect(week.faults == ["week invalid"])
      let format = try await world.api.get("/reports/weekly?format=pdf")
      #expect(format.faults == ["format unknown-value"])
      let limit = try await world.api.get("/status-table?limit=x")
      #expect(limit.faults == ["limit invalid"])
      let unknown = try await world.api.get("/cases/CLX-2023-000009/events")
      #expect(unknown.status == 404)
    }
  }

  @Test("Pages of the status table follow each other without repeat")
  func pages() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      for serial in 1...3 {
        try await world.publish(try History(serial: serial).registered, from: .intake, version: 1)
      }
      try await eventually("three cases are open") {
        try await world.api.get("/status-table").decode(Table.self).lines.count == 3
      }
      let first = try await world.api.get("/status-table?limit=2").decode(Table.self)
      let last = try #require(first.lines.last)
      let second = try await world.api.get("/status-table?limit=2&after=\(last.number)").decode(Table.self)
      #expect((first.lines + second.lines).map(\.number) == (1...3).map { "CLX-2023-00000\($0)" })
      let part = try await world.api.get("/status-table?format=html&limit=2").text
      #expect(part.contains("未结 open：3 件；本表 listed here：2 件") && part.contains("未完，续自"))
      // Exactly full, and nothing follows.
      let whole = try await world.api.get("/status-table?format=html&limit=3").text
      #expect(whole.contains("未结 open：3 件，") && !whole.contains("未完"))
    }
  }

  private struct Report: Decodable {
    struct Figures: Decodable { let received, closed, open: Int }
    struct Line: Decodable { let key: String }
    struct Missed: Decodable { let rule: String }
    let total: Figures
    let units: [Line]
    let missedLimits: [Missed]
  }

  private struct Table: Decodable {
    struct Line: Decodable { let number: String }
    let lines: [Line]
  }
}

/// What the siblings say about one case that was received on Tuesday 3 January 2023 and closed two days later.
private struct History: Sendable {
  let number: ComplaintNumber
  let registered: ComplaintRegistered
  let assigned: CaseAssigned
  let missed: DeadlineMissed
  let closed: CaseClosed

  init(serial: Int) throws {
    let project = try #require(ProjectCode("CLX"))
    self.number = ComplaintNumber(project: project, year: 2023, serial: serial)
    let start = try #require(RFC3339.date(from: "2023-01-03T09:12:00+08:00"))
    let later = start.addingTimeInterval(2 * 86_400)
    self.registered = ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-\(serial)", receivedAt: start, registeredAt: start,
      channel: .hotline, kind: .complaint, category: .engineeringQuality, grade: .general,
      unit: UnitAddress(project: project, building: "3", unit: "1201", location: nil), buildingPart: .heating)
    self.assigned = CaseAssigned(
      complaint: self.number, unit: .projectDepartment, assignedAt: start, replyDueAt: later, surveyDueAt: later)
    self.missed = DeadlineMissed(
      complaint: self.number, deadline: .reply, rule: "R-054", dueAt: start, missedAt: later, unit: .projectDepartment)
    self.closed = CaseClosed(complaint: self.number, round: 1, outcome: .satisfied, closedAt: later)
  }
}
