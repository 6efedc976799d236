import Foundation
import TestSupport
import Testing

@testable import WorkCalendar

@Suite struct CalendarDayTests {
  @Test(
    arguments: [
      "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-04-31", "2023-01-00", "0000-01-01", "2023-1-03",
      "2023-01-3", "2023/01/03", "+023-01-03", "2023-01-03 ", "", "２０２３-01-03", "10000-01-01",
    ]) func refusesWhatIsNoDay(_ text: String)
  {
    let error = #expect(throws: WorkCalendarError.self) { try CalendarDay(text) }
    #expect(error?.code == .invalidDay)
    #expect(error?.isRetriable == false)
    #expect(text.isEmpty || error?.description.contains(text) == false)
  }

  @Test(arguments: ["2024-02-29", "2000-02-29", "2023-12-31", "0001-01-01", "9999-12-31"])
  func readsAndWritesTheSameText(_ text: String) throws {
    #expect(try CalendarDay(text).description == text)
    let json = Data("[\"\(text)\"]".utf8)
    let days = try JSONDecoder().decode([CalendarDay].self, from: json)
    #expect(try JSONEncoder().encode(days) == json)
  }

  @Test func aBrokenDayInJSONIsAnError() {
    #expect(throws: WorkCalendarError.self) {
      try JSONDecoder().decode([CalendarDay].self, from: Data("[\"2023-02-30\"]".utf8))
    }
  }

  @Test(arguments: [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28)])
  func februaryHasALeapDayOnlyInLeapYears(_ year: Int, _ days: Int) {
    #expect(CalendarDay.numberOfDays(inMonth: 2, year: year) == days)
    #expect(CalendarDay(year, 2, 28).next == (days == 29 ? CalendarDay(year, 2, 29) : CalendarDay(year, 3, 1)))
    #expect(CalendarDay(year, 3, 1).previous == CalendarDay(year, 2, days))
  }

  @Test func agreesWithFoundationOnDatesAndWeekdays() throws {
    var foundation = Calendar(identifier: .gregorian)
    foundation.timeZone = .gmt
    var generator = SeededGenerator()
    for _ in 0..<500 {
      // From 1600 on: before October 1582 Foundation goes over to the Julian calendar.
      let days = Int.random(in: -135_000...200_000, using: &generator)
      let day = CalendarDay(daysSinceEpoch: days)
      let date = Date(timeIntervalSince1970: Double(days) * 86_400)
      let parts = foundation.dateComponents([.year, .month, .day, .weekday], from: date)
      #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day, "\(generator)")
      #expect(parts.weekday == day.weekday.rawValue % 7 + 1, "\(generator)")
      #expect(day.daysSinceEpoch == days, "\(generator)")
    }
  }

  @Test func countsEveryDayOfTheFourCenturiesInOrder() {
    var day = CalendarDay(1900, 1, 1)
    for expected in day.daysSinceEpoch..<day.daysSinceEpoch + 146_097 {
      #expect(day.daysSinceEpoch == expected)
      #expect(day < day.next)
      day = day.next
    }
    #expect(day == CalendarDay(2300, 1, 1))
  }

  @Test("R-004: a month that lacks the day number gives its last day")
  func monthsKeepTheDayNumberOrTakeTheLast() {
    #expect(CalendarDay(2024, 1, 31).adding(months: 1) == CalendarDay(2024, 2, 29))
    #expect(CalendarDay(2023, 1, 31).adding(months: 1) == CalendarDay(2023, 2, 28))
    #expect(CalendarDay(2024, 2, 29).adding(months: 12) == CalendarDay(2025, 2, 28))
    #expect(CalendarDay(2023, 11, 15).adding(months: 2) == CalendarDay(2024, 1, 15))
    #expect(CalendarDay(2023, 1, 31).adding(months: -2) == CalendarDay(2022, 11, 30))
  }

  @Test func stopsAtTheFirstAndTheLastDay() {
    #expect(CalendarDay.last.next == .last)
    #expect(CalendarDay.first.previous == .first)
    #expect(CalendarDay.last.adding(days: .max) == .last)
    #expect(CalendarDay.first.adding(days: .min) == .first)
    #expect(CalendarDay.last.adding(months: .max) == .last)
    #expect(CalendarDay.first.adding(months: .min) == .first)
    #expect(CalendarDay.last.adding(months: 1) == .last)
    #expect(CalendarDay.first.adding(months: -1) == .first)
    #expect(CalendarDay.first.weekday == .monday)
    #expect(CalendarDay.last.weekday == .friday)
  }
}
