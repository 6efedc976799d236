import Foundation
import Testing

@testable import WorkCalendar

@Suite struct DueDateTests {
  let calendar = WorkCalendar.mainlandChina

  @Test("R-001: a year without a table falls back to Monday to Friday and says so")
  func aYearWithoutATableIsWarnedOf() throws {
    let due = self.calendar.due(workingDays: 1, after: try shanghai("2027-10-01T10:00"))
    #expect(due.day.description == "2027-10-04")
    #expect(due.warnings == [.yearWithoutTable(year: 2027)])
  }

  @Test("R-001: only years that decide the date are warned of")
  func aYearThatDoesNotMatterIsNotWarnedOf() throws {
    let newYearsEve = try shanghai("2026-12-31T10:00")
    #expect(self.calendar.due(workingDays: 1, after: newYearsEve).warnings == [.yearWithoutTable(year: 2027)])
    #expect(self.calendar.due(workingDays: 1, after: newYearsEve - 86_400).warnings.isEmpty)
    #expect(self.calendar.due(workingDays: 1, after: try shanghai("2022-12-31T10:00")).warnings.isEmpty)
    #expect(self.calendar.due(calendarDays: 3, after: newYearsEve, rolling: false).warnings.isEmpty)
    #expect(
      self.calendar.due(calendarDays: 3, after: newYearsEve, rolling: true).warnings == [.yearWithoutTable(year: 2027)])
    #expect(self.calendar.due(months: 3, after: newYearsEve).warnings.isEmpty)
    #expect(self.calendar.due(hours: 48, after: newYearsEve).warnings.isEmpty)
  }

  @Test("R-002: on the trigger day nothing is counted, be it a working day or not")
  func theTriggerDayIsNotCounted() throws {
    let due = self.calendar.due(workingDays: 1, after: try shanghai("2023-03-04T10:00"))
    #expect(due.day.description == "2023-03-06")
    #expect(self.calendar.due(workingDays: 0, after: try shanghai("2023-03-04T10:00")).day.description == "2023-03-04")
  }

  @Test("R-004: in leap years 29 February is a due day")
  func leapYears() throws {
    let due = self.calendar.due(months: 1, after: try shanghai("2024-01-31T10:00"))
    #expect(due.day.description == "2024-02-29")
    #expect(due.steps.map(\.meaning) == [.trigger, .lastDayOfMonth])
    let week = self.calendar.due(calendarDays: 7, after: try shanghai("2024-02-22T10:00"), rolling: true)
    #expect(week.day.description == "2024-02-29")
  }

  @Test("R-006: the computed day itself is still in time")
  func theComputedDayIsInTime() throws {
    let delivery = try CalendarDay("2026-05-31")
    let opening = self.calendar.subtracting(months: 1, from: delivery)
    #expect(opening.description == "2026-04-30")
    #expect(self.calendar.end(of: opening) == (try shanghai("2026-05-01T00:00")))
  }

  @Test("R-007: a moved date moves the milestone")
  func milestonesFollowTheDate() throws {
    let moved = self.calendar.subtracting(calendarDays: 45, from: try CalendarDay("2026-03-01"))
    #expect(moved.description == "2026-01-15")
    #expect(self.calendar.subtracting(months: 1, from: try CalendarDay("2024-03-31")).description == "2024-02-29")
  }

  @Test func isExplainedInEnglish() throws {
    let due = self.calendar.due(workingDays: 2, after: try shanghai("2025-09-26T16:40"))
    #expect(
      due.explanation(in: .english) == """
        2025-09-26 Friday: starts here, not counted (weekday)
        2025-09-27 Saturday: skipped (weekly rest day)
        2025-09-28 Sunday: working day 1 (working day for Mid-Autumn Festival and National Day)
        2025-09-29 Monday: working day 2 (weekday)
        Due 2025-09-29 24:00.
        """)
  }

  @Test func isExplainedInChinese() throws {
    let due = self.calendar.due(calendarDays: 7, after: try shanghai("2026-12-26T16:40"), rolling: true)
    #expect(
      due.explanation(in: .chinese) == """
        2026-12-26 周六：起算日，不计入（周休息日）
        2026-12-27 周日：第1日（周休息日）
        2026-12-28 周一：第2日（平日）
        2026-12-29 周二：第3日（平日）
        2026-12-30 周三：第4日（平日）
        2026-12-31 周四：第5日（平日）
        2027-01-01 周五：第6日（平日）
        2027-01-02 周六：第7日（周休息日）
        2027-01-03 周日：跳过（周休息日）
        2027-01-04 周一：顺延至下一工作日（平日）
        截止：2027-01-04 24:00。
        提示：没有2027年的放假安排表，仅按每周休息日推算。
        """)
  }

  @Test func hoursAndMonthsAreExplainedToo() throws {
    let start = try shanghai("2025-09-30T17:05")
    #expect(
      self.calendar.due(hours: 24, after: start).explanation(in: .english) == """
        2025-09-30 Tuesday: the hours begin to run (weekday)
        2025-10-01 Wednesday: time has elapsed (rest, Mid-Autumn Festival and National Day)
        Due 2025-10-01 17:05.
        """)
    #expect(
      self.calendar.due(months: 1, after: start).explanation(in: .chinese) == """
        2025-09-30 周二：起算日，不计入（平日）
        2025-10-30 周四：对应日（平日）
        截止：2025-10-30 24:00。
        """)
  }

  @Test func survivesStorageAsJSON() throws {
    let due = self.calendar.due(calendarDays: 3, after: try shanghai("2026-12-31T10:00"), rolling: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = try encoder.encode(due)
    #expect(try JSONDecoder().decode(DueDate.self, from: json) == due)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""day":"2027-01-04""#))
    #expect(text.contains(#""time":"24:00""#))
    #expect(text.contains(#""warnings":[{"yearWithoutTable":{"year":2027}}]"#))
  }
}
