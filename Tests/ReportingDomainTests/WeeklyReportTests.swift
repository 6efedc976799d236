import Foundation
import Messages
import ReportingDomain
import Testing

@Suite struct WeeklyReportTests {
  let week: ReportWeek

  init() throws {
    self.week = try #require(ReportWeek("2023-W01"))
  }

  @Test("R-208: the week runs from Monday to Sunday in Shanghai")
  func weekBoundaries() throws {
    #expect(self.week.start == (try self.time("2023-01-02T00:00:00+08:00")))
    #expect(self.week.end == (try self.time("2023-01-09T00:00:00+08:00")))
    #expect(ReportWeek(containing: self.week.start.addingTimeInterval(-0.001)).description == "2022-W52")
    #expect(ReportWeek.last(before: self.week.end) == self.week)
    #expect(ReportWeek.last(before: self.week.end.addingTimeInterval(-1)).description == "2022-W52")
  }

  @Test("A year has the weeks that ISO 8601 gives it", arguments: [("2020-W53", true), ("2023-W53", false)])
  func longYears(_ text: String, exists: Bool) {
    #expect((ReportWeek(text) != nil) == exists)
  }

  @Test(arguments: ["", "2023", "2023-1", "2023-W1", "2023-W001", "2023-w01", "2023-W00", "23-W01", "2023-W01-1"])
  func otherSpellingsAreNoWeek(_ text: String) {
    #expect(ReportWeek(text) == nil)
  }

  @Test("Complaints count in the week in which they were received, to the instant")
  func receivedAtTheBoundary() throws {
    let records = [
      try self.record(1, received: self.week.start.addingTimeInterval(-0.001)),
      try self.record(2, received: self.week.start),
      try self.record(3, received: self.week.end.addingTimeInterval(-0.001)),
      try self.record(4, received: self.week.end),
    ]
    let figures = WeeklyReport(week: self.week, records: records).total
    #expect(figures.received == 2)
    #expect(figures.open == 3)
  }

  @Test("Open and closed are counted as they were at the week's end (R-218)")
  func closedLater() throws {
    let received = self.week.start.addingTimeInterval(3600)
    let records = [
      try self.record(1, received: received, closed: self.week.end.addingTimeInterval(-1)),
      try self.record(2, received: received, closed: self.week.end),
      try self.record(3, received: received),
    ]
    let figures = WeeklyReport(week: self.week, records: records).total
    #expect(figures.closed == 1)
    #expect(figures.open == 2)
  }

  @Test("R-196: no answers is not available, and not 0")
  func satisfaction() throws {
    let received = self.week.start
    var asked = [try self.record(1, received: received), try self.record(2, received: received)]
    #expect(WeeklyReport(week: self.week, records: asked).total.satisfaction == nil)
    for (index, satisfied) in [true, false].enumerated() {
      asked[index].answers[1] = .init(isSatisfied: satisfied, answeredAt: received)
    }
    asked.append(try self.record(3, received: received))
    #expect(WeeklyReport(week: self.week, records: asked).total.satisfaction == 50)
    // What is answered a week later changes nothing in this one.
    asked[1].answers[2] = .init(isSatisfied: true, answeredAt: self.week.end)
    #expect(WeeklyReport(week: self.week, records: asked).total.satisfaction == 50)
  }

  @Test("R-220: an open case with a missed limit is overdue, and its rule is shown by unit")
  func overdue() throws {
    var record = try self.record(1, received: self.week.start)
    record.unit = .projectDepartment
    record.missedLimits[.reply] = .init(
      rule: "R-054", unit: .projectDepartment, dueAt: self.week.start, missedAt: self.week.end.addingTimeInterval(-1))
    let report = WeeklyReport(week: self.week, records: [record])
    #expect(report.total.overdue == 1)
    #expect(report.missedLimits.map(\.rule) == ["R-054"])
    #expect(report.units.map(\.key) == ["project-department"])
    #expect(report.units.first?.figures.overdue == 1)
    // The reply came late, but within the week: missed, and no longer overdue.
    record.repliedAt = self.week.end.addingTimeInterval(-0.5)
    let later = WeeklyReport(week: self.week, records: [record])
    #expect(later.total.overdue == 0)
    #expect(later.missedLimits.count == 1)
  }

  @Test("Median and 90th percentile are values that occurred, by nearest rank")
  func spread() throws {
    let ten = try #require(Figures.Spread(days: (1...10).map(Double.init).shuffled()))
    #expect(ten.median == 5)
    #expect(ten.ninetieth == 9)
    let one = try #require(Figures.Spread(days: [0.26]))
    #expect(one.median == 0.3)
    #expect(one.ninetieth == 0.3)
    #expect(Figures.Spread(days: []) == nil)
  }

  private func record(_ serial: Int, received: Date, closed: Date? = nil) throws -> CaseRecord {
    let project = try #require(ProjectCode("CLX"))
    var record = CaseRecord(number: ComplaintNumber(project: project, year: 2023, serial: serial))
    record.registration = .init(
      receivedAt: received, category: .engineeringQuality, grade: .general, buildingPart: .heating)
    record.closedAt = closed
    return record
  }

  private func time(_ text: String) throws -> Date {
    try #require(RFC3339.date(from: text))
  }
}
