import Testing

@testable import WorkCalendar

/// the tables against what can be said of the notices without them.
@Suite struct HolidayNoticeTests {
  @Test func thereIsOneNoticeForEachYearFrom2023To2026() {
    #expect(HolidayNotice.mainlandChina.map(\.year) == [2023, 2024, 2025, 2026])
    #expect(WorkCalendar.mainlandChina.yearsWithTable == [2023, 2024, 2025, 2026])
  }

  /// Lengths of the holidays in the order of the year, and make-up days, as the notices count them in words.
  @Test(
    "R-001: rest days and make-up days are as many as the notice counts",
    arguments: [
      (2023, [3, 7, 1, 5, 3, 8], 7), (2024, [1, 8, 3, 5, 1, 3, 7], 8), (2025, [1, 8, 3, 5, 3, 8], 5),
      (2026, [3, 9, 3, 5, 3, 3, 7], 6),
    ]) func countsAgreeWithTheNotice(_ year: Int, _ lengths: [Int], _ makeUpDays: Int) throws
  {
    let notice = try #require(HolidayNotice.mainlandChina.first { $0.year == year })
    #expect(
      notice.holidays.map { $0.rest.upperBound.daysSinceEpoch - $0.rest.lowerBound.daysSinceEpoch + 1 } == lengths)
    #expect(notice.holidays.flatMap(\.makeUp).count == makeUpDays)
    #expect(notice.overrides.count == lengths.reduce(0, +) + makeUpDays)
  }

  @Test(arguments: HolidayNotice.mainlandChina)
  func everyDayExistsAndEveryMakeUpDayIsAWeekend(_ notice: HolidayNotice) throws {
    for day in notice.overrides.keys {
      #expect(try CalendarDay(day.description) == day)
    }
    for day in notice.holidays.flatMap(\.makeUp) {
      #expect(day.weekday == .saturday || day.weekday == .sunday, "\(day)")
    }
    for (earlier, later) in zip(notice.holidays, notice.holidays.dropFirst()) {
      #expect(earlier.rest.upperBound < later.rest.lowerBound)
    }
    #expect(notice.published.year == notice.year - 1)
    #expect(notice.document.contains("〔\(notice.year - 1)〕"))
  }

  /// A notice only moves days about: what remains is the year less its weekend days less the statutory holidays, which
  /// were 11 until 2024 and are 13 since the amendment of November 2024.
  @Test(arguments: [(2023, 365 - 105 - 11), (2024, 366 - 104 - 11), (2025, 365 - 104 - 13), (2026, 365 - 104 - 13)])
  func theYearHasAsManyWorkingDaysAsTheLawLeaves(_ year: Int, _ expected: Int) {
    var day = CalendarDay(year, 1, 1)
    var workingDays = 0
    while day.year == year {
      workingDays += WorkCalendar.mainlandChina.isWorkingDay(day) ? 1 : 0
      day = day.next
    }
    #expect(workingDays == expected)
  }

  @Test(
    "R-001: dates that are easily got wrong",
    arguments: [
      ("2023-01-28", true), ("2023-04-23", true), ("2023-06-25", true), ("2023-10-07", true), ("2023-01-02", false),
      ("2024-02-09", true), ("2024-02-04", true), ("2024-04-07", true), ("2024-09-14", true), ("2024-06-10", false),
      ("2025-01-02", true), ("2025-01-26", true), ("2025-02-08", true), ("2025-10-08", false), ("2025-10-11", true),
      ("2026-01-04", true), ("2026-02-14", true), ("2026-02-23", false), ("2026-02-28", true), ("2026-09-20", true),
    ]) func singleDays(_ day: String, _ isWorkingDay: Bool) throws
  {
    #expect(WorkCalendar.mainlandChina.isWorkingDay(try CalendarDay(day)) == isWorkingDay)
  }

  @Test func theTitleNamesTheYear() {
    #expect(HolidayNotice.mainlandChina.last?.title == "国务院办公厅关于2026年部分节假日安排的通知")
  }
}
