import Foundation
import TestSupport
import Testing

@testable import WorkCalendar

/// What holds for any start and any limit, over random ones.
@Suite struct DueDatePropertyTests {
  let calendar = WorkCalendar.mainlandChina

  /// An instant of 2022 to 2028: inside the tables, at their edges, and outside.
  private func instant(using generator: inout SeededGenerator) -> Date {
    Date(timeIntervalSince1970: Double.random(in: 1_640_995_200...1_861_920_000, using: &generator))
  }

  private func forRandomStarts(_ body: (Date, Int, SeededGenerator) throws -> Void) rethrows {
    var generator = SeededGenerator()
    for _ in 0..<500 {
      let start = self.instant(using: &generator)
      try body(start, Int.random(in: 1...40, using: &generator), generator)
    }
  }

  @Test("R-002: a later start never has an earlier due date")
  func dueIsMonotoneInStart() {
    var generator = SeededGenerator()
    for _ in 0..<500 {
      let start = self.instant(using: &generator)
      let later = start + Double.random(in: 0...400_000, using: &generator)
      let n = Int.random(in: 0...20, using: &generator)
      #expect(
        self.calendar.due(workingDays: n, after: start).instant
          <= self.calendar.due(workingDays: n, after: later).instant,
        "\(generator)")
      #expect(
        self.calendar.due(calendarDays: n, after: start, rolling: true).instant
          <= self.calendar.due(calendarDays: n, after: later, rolling: true).instant, "\(generator)")
      #expect(
        self.calendar.due(months: n, after: start).instant <= self.calendar.due(months: n, after: later).instant,
        "\(generator)")
    }
  }

  @Test("R-002: one working day more is later")
  func oneMoreIsLater() {
    self.forRandomStarts { start, n, generator in
      let due = self.calendar.due(workingDays: n, after: start)
      #expect(due.instant < self.calendar.due(workingDays: n + 1, after: start).instant, "\(generator)")
      #expect(due.instant > start, "\(generator)")
    }
  }

  @Test("R-002, R-008: the last day of a limit in working days, or of one that rolls, is a working day")
  func theDueDayIsAWorkingDay() {
    self.forRandomStarts { start, n, generator in
      #expect(self.calendar.isWorkingDay(self.calendar.due(workingDays: n, after: start).day), "\(generator)")
      #expect(
        self.calendar.isWorkingDay(self.calendar.due(calendarDays: n, after: start, rolling: true).day), "\(generator)")
    }
  }

  @Test("R-002: the explanation counts exactly n days, on consecutive dates that end at the due day")
  func theExplanationAddsUp() {
    self.forRandomStarts { start, n, generator in
      for due in [
        self.calendar.due(workingDays: n, after: start),
        self.calendar.due(calendarDays: n, after: start, rolling: true),
        self.calendar.due(calendarDays: n, after: start, rolling: false),
      ] {
        #expect(due.steps.filter(\.isCounted).count == n, "\(generator)")
        #expect(due.steps.first?.day == self.calendar.day(of: start), "\(generator)")
        #expect(due.steps.last?.day == due.day, "\(generator)")
        for (earlier, later) in zip(due.steps, due.steps.dropFirst()) {
          #expect(earlier.day.next == later.day, "\(generator)")
        }
        #expect(due.explanation(in: .english).split(separator: "\n").count == due.steps.count + 1 + due.warnings.count)
      }
    }
  }

  @Test("R-001: a working-day limit over a Monday-to-Friday year agrees with counting the days one by one")
  func agreesWithSlowCounting() throws {
    try self.forRandomStarts { start, n, generator in
      let due = self.calendar.due(workingDays: n, after: start)
      var day = self.calendar.day(of: start)
      var remaining = n
      while remaining > 0 {
        day = try CalendarDay(day.next.description)
        remaining -= self.calendar.isWorkingDay(day) ? 1 : 0
      }
      #expect(due.day == day, "\(generator)")
      #expect(self.calendar.day(of: due.instant - 0.5) == day, "\(generator)")
      #expect(self.calendar.day(of: due.instant) == day.next, "\(generator)")
    }
  }

  @Test func theStartOfADayIsOnThatDayAndNothingEarlierIs() throws {
    var generator = SeededGenerator()
    let zones = ["Asia/Shanghai", "America/Sao_Paulo", "Europe/Berlin", "Pacific/Apia", "UTC"]
    for name in zones {
      let zone = try #require(TimeZone(identifier: name))
      let calendar = try WorkCalendar(
        timeZone: zone, workingWeekdays: [.monday], windows: self.calendar.windows, overrides: [:], yearsWithTable: [])
      for _ in 0..<200 {
        let day = CalendarDay(daysSinceEpoch: Int.random(in: 16_000...20_000, using: &generator))
        let start = calendar.start(of: day)
        #expect(calendar.day(of: start) == day, "\(name) \(day) \(generator)")
        #expect(calendar.day(of: start - 1) < day, "\(name) \(day) \(generator)")
      }
    }
  }
}
