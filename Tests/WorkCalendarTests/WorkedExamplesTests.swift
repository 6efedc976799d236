import Foundation
import Testing
import WorkCalendar

/// The examples that the domain handbook works out by hand, with the calendars of 2025 and 2026.
@Suite struct WorkedExamplesTests {
  let calendar = WorkCalendar.mainlandChina

  @Test("R-002: received on Friday 26 September 2025, one working day: the make-up Sunday, 24:00")
  func aComplaintReceivedOnFridayIsHandedOverOnTheMakeUpSunday() throws {
    let due = self.calendar.due(workingDays: 1, after: try shanghai("2025-09-26T16:40"))
    #expect(due.instant == (try shanghai("2025-09-29T00:00")))
    #expect("\(due.day) \(due.time)" == "2025-09-28 24:00")
  }

  @Test("R-054: received on 30 September 2025, two working days: over National Day to 10 October, 24:00")
  func aReplySpansTheHoliday() throws {
    let due = self.calendar.due(workingDays: 2, after: try shanghai("2025-09-30T11:00"))
    #expect(due.instant == (try shanghai("2025-10-11T00:00")))
    #expect(due.steps.filter(\.isCounted).map(\.day.description) == ["2025-10-09", "2025-10-10"])
  }

  @Test("R-108: form received on Thursday 9 October 2025: the make-up Saturday counts")
  func aSurveyCountsTheMakeUpSaturday() throws {
    let due = self.calendar.due(workingDays: 2, after: try shanghai("2025-10-09T09:30"))
    #expect(due.instant == (try shanghai("2025-10-12T00:00")))
  }

  @Test("R-009: the same with an appointment on Sunday 19 October 2025 at 15:00: the appointment, rest day or not")
  func anAppointmentIsItsOwnLimit() throws {
    let due = self.calendar.due(atAppointment: try shanghai("2025-10-19T15:00"))
    #expect(due.instant == (try shanghai("2025-10-19T15:00")))
    #expect("\(due.day) \(due.time)" == "2025-10-19 15:00")
    #expect(
      due.explanation(in: .english) == """
        2025-10-19 Sunday: appointment (weekly rest day)
        Due 2025-10-19 15:00.
        """)
    #expect(due.explanation(in: .chinese).hasPrefix("2025-10-19 周日：预约（周休息日）"))
  }

  @Test("R-003: signed on 30 September 2025 at 17:05, 24 hours: due on the holiday")
  func hoursDoNotStopForTheHoliday() throws {
    let due = self.calendar.due(hours: 24, after: try shanghai("2025-09-30T17:05"))
    #expect(due.instant == (try shanghai("2025-10-01T17:05")))
    #expect("\(due.day) \(due.time)" == "2025-10-01 17:05")
  }

  @Test("R-008: the Friday transfer of 3 October 2025 moves to the afternoon of Tuesday 30 September")
  func theFridayTransferMovesToTheLastWorkingDay() throws {
    let day = self.calendar.lastWorkingDay(onOrBefore: try CalendarDay("2025-10-03"))
    #expect(day == (try CalendarDay("2025-09-30")))
    #expect(day.weekday == .tuesday)
    let afternoon = try #require(self.calendar.windows(on: day).last)
    #expect("\(afternoon.start)-\(afternoon.end)" == "13:30-18:00")
  }

  @Test("R-004: signed on 31 January 2026, one month: 28 February")
  func aMonthAfterThe31stIsTheMonthsLastDay() throws {
    let due = self.calendar.due(months: 1, after: try shanghai("2026-01-31T15:00"))
    #expect(due.day == (try CalendarDay("2026-02-28")))
    #expect(due.instant == (try shanghai("2026-03-01T00:00")))
  }

  @Test("R-005: closed on 20 March 2026, one week: 27 March")
  func aWeekIsSevenCalendarDays() throws {
    let due = self.calendar.due(calendarDays: 7, after: try shanghai("2026-03-20T10:00"), rolling: true)
    #expect(due.day == (try CalendarDay("2026-03-27")))
  }

  @Test("R-008: campaign ended on 30 April 2026, five days: rolls over Labour Day to 6 May")
  func aLimitThatEndsInTheHolidayRolls() throws {
    let ended = try shanghai("2026-04-30T18:00")
    #expect(self.calendar.due(calendarDays: 5, after: ended, rolling: true).day == (try CalendarDay("2026-05-06")))
    #expect(self.calendar.due(calendarDays: 5, after: ended, rolling: false).day == (try CalendarDay("2026-05-05")))
  }

  @Test("R-006, R-007: bare-shell delivery on 31 May 2026, three months before: 28 February")
  func siteOpeningComesThreeMonthsBeforeDelivery() throws {
    let opening = self.calendar.subtracting(months: 3, from: try CalendarDay("2026-05-31"))
    #expect(opening == (try CalendarDay("2026-02-28")))
  }

  @Test("R-007: move-in on 1 July 2026, 45 days before: 17 May")
  func theProjectOfficeComes45DaysBeforeMoveIn() throws {
    let office = self.calendar.subtracting(calendarDays: 45, from: try CalendarDay("2026-07-01"))
    #expect(office == (try CalendarDay("2026-05-17")))
  }

  @Test("R-002: received on a Friday, one working day: Monday 24:00, two: Tuesday 24:00")
  func theRulesOwnExample() throws {
    let friday = try shanghai("2023-03-03T10:00")
    #expect(self.calendar.due(workingDays: 1, after: friday).instant == (try shanghai("2023-03-07T00:00")))
    #expect(self.calendar.due(workingDays: 2, after: friday).instant == (try shanghai("2023-03-08T00:00")))
  }
}
