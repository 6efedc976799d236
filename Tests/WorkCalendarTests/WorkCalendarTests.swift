import Foundation
import Testing

@testable import WorkCalendar

@Suite struct WorkCalendarTests {
  let calendar = WorkCalendar.mainlandChina

  @Test("R-010: a day begins and ends at midnight in Shanghai, wherever the program runs")
  func theDayIsShanghais() throws {
    let lastMoment = try Date("2025-09-26T15:59:59Z", strategy: .iso8601).addingTimeInterval(0.9)
    #expect(self.calendar.day(of: lastMoment) == (try CalendarDay("2025-09-26")))
    #expect(self.calendar.timeOfDay(of: lastMoment).description == "23:59")
    let midnight = try Date("2025-09-26T16:00:00Z", strategy: .iso8601)
    #expect(self.calendar.day(of: midnight) == (try CalendarDay("2025-09-27")))
    #expect(self.calendar.timeOfDay(of: midnight) == .startOfDay)
    #expect(self.calendar.timeZone.secondsFromGMT(for: midnight) == 8 * 3600)
  }

  @Test("R-010: the last tenth of a second and the first instant of the next day have different limits")
  func midnightBelongsToTheNewDay() throws {
    let midnight = try shanghai("2023-03-07T00:00")
    #expect(self.calendar.due(workingDays: 1, after: midnight - 0.1).instant == (try shanghai("2023-03-08T00:00")))
    #expect(self.calendar.due(workingDays: 1, after: midnight).instant == (try shanghai("2023-03-09T00:00")))
  }

  @Test(
    arguments: [
      ("2023-03-06T08:59", false), ("2023-03-06T09:00", true), ("2023-03-06T11:59", true), ("2023-03-06T12:00", false),
      ("2023-03-06T13:29", false), ("2023-03-06T13:30", true), ("2023-03-06T17:59", true), ("2023-03-06T18:00", false),
      ("2023-03-05T10:00", false), ("2023-04-23T10:00", true), ("2023-05-01T10:00", false), ("2023-03-06T00:00", false),
    ]) func workingTimeIsInsideTheWindowsOfWorkingDays(_ reading: String, _ expected: Bool) throws
  {
    #expect(self.calendar.isWorkingTime(try shanghai(reading)) == expected)
  }

  @Test("R-001: dated exceptions go both ways and may bring windows of their own")
  func exceptionsGoBothWays() throws {
    let party = Occasion(english: "Company day", chinese: "司庆")
    let saturday = try CalendarDay("2023-03-04")
    let monday = try CalendarDay("2023-03-06")
    let morning = try WorkWindow(from: TimeOfDay("08:00"), to: TimeOfDay("10:00"))
    let company = try WorkCalendar(
      timeZone: self.calendar.timeZone, workingWeekdays: self.calendar.workingWeekdays, windows: self.calendar.windows,
      overrides: [saturday: .working(party, windows: [morning]), monday: .rest(party)], yearsWithTable: [2023])
    #expect(company.windows(on: saturday) == [morning])
    #expect(company.windows(on: monday).isEmpty)
    #expect(company.isWorkingTime(try shanghai("2023-03-04T08:30")))
    #expect(!company.isWorkingTime(try shanghai("2023-03-04T10:30")))
    #expect(company.status(of: monday) == DayStatus(kind: .declaredRest, occasion: party))
    #expect(company.due(workingDays: 2, after: try shanghai("2023-03-03T12:00")).day.description == "2023-03-07")
  }

  @Test("R-008: neighbouring working days are found in both directions, the day itself first")
  func neighbouringWorkingDays() throws {
    let holiday = try CalendarDay("2024-02-14")
    #expect(self.calendar.nextWorkingDay(onOrAfter: holiday).description == "2024-02-18")
    #expect(self.calendar.lastWorkingDay(onOrBefore: holiday).description == "2024-02-09")
    let workingDay = try CalendarDay("2024-02-09")
    #expect(self.calendar.nextWorkingDay(onOrAfter: workingDay) == workingDay)
    #expect(self.calendar.lastWorkingDay(onOrBefore: workingDay) == workingDay)
  }

  @Test func aCalendarThatCouldNotAnswerIsRefused() throws {
    func code(_ weekdays: Set<Weekday>, _ windows: [WorkWindow], _ own: [WorkWindow] = []) -> WorkCalendarError.Code? {
      let error = #expect(throws: WorkCalendarError.self) {
        try WorkCalendar(
          timeZone: .gmt, workingWeekdays: weekdays, windows: windows,
          overrides: [CalendarDay(2023, 1, 1): .working(.newYear, windows: own)], yearsWithTable: [])
      }
      return error?.code
    }
    let day = try WorkWindow(from: TimeOfDay("09:00"), to: TimeOfDay("17:00"))
    let lunch = try WorkWindow(from: TimeOfDay("12:00"), to: TimeOfDay("13:00"))
    #expect(code([], [day]) == .noWorkingWeekday)
    #expect(code([.monday], []) == .noWindow)
    #expect(code([.monday], [lunch, day]) == .overlappingWindows)
    #expect(code([.monday], [day], [lunch, day]) == .overlappingWindows)
  }

  @Test func windowsAndTimesAreChecked() throws {
    #expect(throws: WorkCalendarError.self) { try WorkWindow(from: TimeOfDay("12:00"), to: TimeOfDay("12:00")) }
    for text in ["9:00", "24:01", "23:60", "ab:cd", "", "09:00:00", "-1:00"] {
      #expect(throws: WorkCalendarError.self) { try TimeOfDay(text) }
    }
    #expect(try TimeOfDay("24:00") == .endOfDay)
    #expect(try TimeOfDay("09:05").description == "09:05")
  }

  @Test func aDayBeginsWhereTheClocksArePutForwardAtMidnight() throws {
    let saoPaulo = try #require(TimeZone(identifier: "America/Sao_Paulo"))
    let brazil = try WorkCalendar(
      timeZone: saoPaulo, workingWeekdays: [.monday], windows: self.calendar.windows, overrides: [:],
      yearsWithTable: [])
    let day = try CalendarDay("2017-10-15")
    #expect(brazil.start(of: day) == (try Date("2017-10-15T03:00:00Z", strategy: .iso8601)))
    #expect(brazil.end(of: day) == (try Date("2017-10-16T02:00:00Z", strategy: .iso8601)))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e15, -1e15])
  func noInstantTraps(_ seconds: Double) {
    let instant = Date(timeIntervalSince1970: seconds)
    let day = self.calendar.day(of: instant)
    #expect(day == .first || day == .last)
    _ = self.calendar.isWorkingTime(instant)
    _ = self.calendar.due(hours: 1, after: instant)
    _ = self.calendar.due(calendarDays: 7, after: instant, rolling: true)
    _ = self.calendar.due(months: 1, after: instant)
  }
}
