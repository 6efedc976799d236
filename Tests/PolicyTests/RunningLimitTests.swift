import Foundation
import TestSupport
import Testing
import WorkCalendar

@testable import Policy

/// Expected dates are counted by hand on the calendar of gaps 5.4: rest from 1 to 8 October 2025, work on Sunday 28 September and
/// Saturday 11 October.
@Suite struct RunningLimitTests {
  let calendar = WorkCalendar.mainlandChina

  private func limit(_ amount: Int, _ unit: Limit.Unit, _ rule: RuleID = .reply, from start: String) throws
    -> RunningLimit
  {
    RunningLimit(
      rule: rule, .limit(try Limit(amount, unit)), policy: PolicyReference(profile: "cohl", version: 1),
      startedAt: try shanghai(start))
  }

  private func due(_ limit: RunningLimit) -> String? {
    limit.due(self.calendar).map { "\($0.day) \($0.time)" }
  }

  private func text(_ limit: RunningLimit, _ language: DueDate.Language) -> String {
    limit.explanation(in: language, self.calendar).joined(separator: "\n")
  }

  @Test("R-054: the reply of 30 September 2025 over the holiday, explained day by day in both languages")
  func explainsWorkingDaysOverAHoliday() throws {
    let reply = try self.limit(2, .workingDays, from: "2025-09-30T11:00")
    #expect(
      self.text(reply, .english) == """
        R-054, reply with a plan: 2 working days from 2025-09-30 11:00 (policy cohl/1).
        2025-09-30 Tuesday: starts here, not counted (weekday)
        2025-10-01 Wednesday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-02 Thursday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-03 Friday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-04 Saturday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-05 Sunday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-06 Monday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-07 Tuesday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-08 Wednesday: skipped (rest, Mid-Autumn Festival and National Day)
        2025-10-09 Thursday: working day 1 (weekday)
        2025-10-10 Friday: working day 2 (weekday)
        Due 2025-10-10 24:00.
        """)
    #expect(
      reply.summary(in: .english, self.calendar)
        == "1 to 8 October skipped (Mid-Autumn Festival and National Day); due 10 October 2025 24:00.")
    #expect(
      reply.summary(in: .chinese, self.calendar) == "10月1日至8日跳过（中秋节、国庆节）；截止2025年10月10日24:00。")
  }

  @Test("R-001: a make-up day counts, a holiday is skipped, and the sentence says both")
  func saysBothInOneSentence() throws {
    let limit = try self.limit(4, .workingDays, from: "2025-09-26T16:40")
    #expect(self.due(limit) == "2025-10-09 24:00")
    #expect(
      limit.summary(in: .english, self.calendar) == """
        27 September skipped (weekly rest); 28 September counts as a make-up day (Mid-Autumn Festival and National Day); \
        1 to 8 October skipped (Mid-Autumn Festival and National Day); due 9 October 2025 24:00.
        """)
    #expect(
      limit.summary(in: .chinese, self.calendar)
        == "9月27日跳过（周休息日）；9月28日调休上班，计为工作日（中秋节、国庆节）；10月1日至8日跳过（中秋节、国庆节）；截止2025年10月9日24:00。")
  }

  @Test("R-009: an appointment replaces the limit, and the limit returns when it is cancelled")
  func appointment() throws {
    var survey = try self.limit(2, .workingDays, .survey, from: "2025-10-09T09:30")
    survey.appointment = try shanghai("2025-10-19T15:00")
    #expect(
      self.text(survey, .english) == """
        R-108, survey: 2 working days from 2025-10-09 09:30 (policy cohl/1).
        An appointment replaces the limit (R-009).
        2025-10-19 Sunday: appointment (weekly rest day)
        Due 2025-10-19 15:00.
        """)
    #expect(
      self.text(survey, .chinese) == """
        R-108 查勘：2个工作日，自2025-10-09 09:30起（制度版本cohl/1）。
        以预约时间代替时限（R-009）。
        2025-10-19 周日：预约（周休息日）
        截止：2025-10-19 15:00。
        """)
    survey.appointment = nil
    #expect(self.due(survey) == "2025-10-11 24:00")
  }

  @Test("State machine 3.1: a suspended timer has no due date, and goes on with the working days it had left")
  func pauses() throws {
    var reply = try self.limit(2, .workingDays, from: "2025-10-09T09:30")
    reply.pause(at: try shanghai("2025-10-10T14:00"))
    #expect(self.due(reply) == nil)
    #expect(
      self.text(reply, .english) == """
        R-054, reply with a plan: 2 working days from 2025-10-09 09:30 (policy cohl/1).
        2025-10-09 Thursday: starts here, not counted (weekday)
        2025-10-10 Friday: working day 1 (weekday)
        Paused since 2025-10-10 14:00; 1 working day left, no due date until it goes on.
        """)
    reply.resume(at: try shanghai("2025-10-13T09:00"))
    #expect(self.due(reply) == "2025-10-14 24:00")
    #expect(
      self.text(reply, .chinese) == """
        R-054 答复：2个工作日，自2025-10-09 09:30起（制度版本cohl/1）。
        2025-10-09 周四：起算日，不计入（平日）
        2025-10-10 周五：第1个工作日（平日）
        2025-10-10 14:00至2025-10-13 09:00中止计时，剩余1个工作日。
        2025-10-13 周一：起算日，不计入（平日）
        2025-10-14 周二：第2个工作日（平日）
        截止：2025-10-14 24:00。
        """)
  }

  @Test("A pause on the last day leaves nothing: the limit ends with the working day on which it goes on")
  func pauseOnTheLastDay() throws {
    var reply = try self.limit(2, .workingDays, from: "2025-10-09T09:30")
    reply.pause(at: try shanghai("2025-10-11T23:59"))
    reply.resume(at: try shanghai("2025-10-12T08:00"))
    #expect(self.due(reply) == "2025-10-13 24:00")
  }

  @Test("A pause that begins when the limit has run out changes nothing")
  func pauseAfterTheEnd() throws {
    var reply = try self.limit(2, .workingDays, from: "2025-10-09T09:30")
    reply.pause(at: try shanghai("2025-10-12T00:00"))
    #expect(self.due(reply) == "2025-10-11 24:00")
  }

  @Test("R-003: a limit in hours stands still for exactly as long as it is paused")
  func hours() throws {
    var response = try self.limit(4, .hours, .firstResponse, from: "2025-09-30T17:00")
    response.pause(at: try shanghai("2025-09-30T18:30"))
    response.resume(at: try shanghai("2025-10-02T09:00"))
    #expect(self.due(response) == "2025-10-02 11:30")
    #expect(
      self.text(response, .english) == """
        R-042, first response: 4 hours from 2025-09-30 17:00 (policy cohl/1).
        2025-09-30 Tuesday: the hours begin to run (weekday)
        Paused from 2025-09-30 18:30 to 2025-10-02 09:00; 2 hours 30 minutes left.
        2025-10-02 Thursday: the hours begin to run (rest, Mid-Autumn Festival and National Day)
        2025-10-02 Thursday: time has elapsed (rest, Mid-Autumn Festival and National Day)
        Due 2025-10-02 11:30.
        """)
  }

  @Test("R-047: 24 hours within working days, from Friday afternoon to Monday afternoon")
  func workingDayHours() throws {
    let reply = try self.limit(24, .workingDayHours, from: "2025-10-17T16:00")
    #expect(self.due(reply) == "2025-10-20 16:00")
    #expect(
      self.text(reply, .english) == """
        R-054, reply with a plan: 24 hours of working days from 2025-10-17 16:00 (policy cohl/1).
        2025-10-17 Friday: the hours begin to run (weekday)
        2025-10-18 Saturday: skipped (weekly rest day)
        2025-10-19 Sunday: skipped (weekly rest day)
        2025-10-20 Monday: time has elapsed (weekday)
        Due 2025-10-20 16:00.
        """)
  }

  @Test("R-047: on a rest day the hours begin with the next working day, and end at 24:00 of it")
  func workingDayHoursFromARestDay() throws {
    #expect(self.due(try self.limit(24, .workingDayHours, from: "2025-10-18T10:00")) == "2025-10-20 24:00")
  }

  @Test("R-004: a limit in months ends on the month's last day; a pause adds its days")
  func months() throws {
    var month = try self.limit(1, .months, .warrantyReminder, from: "2026-01-31T15:00")
    #expect(self.due(month) == "2026-02-28 24:00")
    #expect(
      month.summary(in: .english, self.calendar)
        == "No such day in that month, so its last day; due 28 February 2026 24:00."
    )
    month.pause(at: try shanghai("2026-02-10T10:00"))
    month.resume(at: try shanghai("2026-02-15T10:00"))
    #expect(self.due(month) == "2026-03-05 24:00")
  }

  @Test("R-056: a promised date is kept, and once it stood still the working days that were left of it")
  func promise() throws {
    var stage = RunningLimit(
      rule: .reply, .promised(try shanghai("2025-10-14T18:00")), policy: PolicyReference(profile: "cohl", version: 1),
      startedAt: try shanghai("2025-10-09T09:30"))
    #expect(self.due(stage) == "2025-10-14 18:00")
    stage.pause(at: try shanghai("2025-10-10T14:00"))
    #expect(self.due(stage) == nil)
    stage.resume(at: try shanghai("2025-10-15T09:00"))
    // 11, 13 and 14 October were left.
    #expect(self.due(stage) == "2025-10-20 24:00")
    #expect(
      self.text(stage, .english) == """
        R-054, reply with a plan: the date that was promised from 2025-10-09 09:30 (policy cohl/1).
        Paused from 2025-10-10 14:00 to 2025-10-15 09:00; 3 working days left.
        2025-10-15 Wednesday: starts here, not counted (weekday)
        2025-10-16 Thursday: working day 1 (weekday)
        2025-10-17 Friday: working day 2 (weekday)
        2025-10-18 Saturday: skipped (weekly rest day)
        2025-10-19 Sunday: skipped (weekly rest day)
        2025-10-20 Monday: working day 3 (weekday)
        Due 2025-10-20 24:00.
        """)
    #expect(try JSONDecoder().decode(RunningLimit.self, from: JSONEncoder().encode(stage)) == stage)
  }

  @Test("R-008: a limit in calendar days that ends on a rest day rolls, also after a pause")
  func rolls() throws {
    var call = try self.limit(7, .calendarDays, .repairCallback, from: "2025-10-10T10:00")
    #expect(self.due(call) == "2025-10-17 24:00")
    call.pause(at: try shanghai("2025-10-15T10:00"))
    call.resume(at: try shanghai("2025-10-16T10:00"))
    #expect(self.due(call) == "2025-10-20 24:00")
    #expect(
      call.summary(in: .english, self.calendar) == """
        Paused from 2025-10-15 10:00 to 2025-10-16 10:00; 2 days left. \
        19 October skipped (weekly rest); moved to 20 October, the next working day; due 20 October 2025 24:00.
        """)
  }

  @Test("R-001: a year without a holiday table is warned of in both languages")
  func warns() throws {
    let reply = try self.limit(2, .workingDays, from: "2026-12-31T10:00")
    #expect(
      self.text(reply, .english).hasSuffix(
        "Warning: no holiday table for 2027; only weekly rest days are known."))
    #expect(self.text(reply, .chinese).hasSuffix("提示：没有2027年的放假安排表，仅按每周休息日推算。"))
  }

  @Test func survivesStorageAsJSON() throws {
    var limit = try self.limit(2, .workingDays, .suggestionDecision, from: "2025-10-09T09:30")
    limit.pause(at: try shanghai("2025-10-10T14:00"))
    #expect(try JSONDecoder().decode(RunningLimit.self, from: JSONEncoder().encode(limit)) == limit)
  }

  @Test("A pause within a day changes nothing, and no pause brings a due date forward", arguments: Limit.Unit.allCases)
  func pausesNeverShorten(_ unit: Limit.Unit) throws {
    var generator = SeededGenerator()
    for _ in 0..<300 {
      let start = try shanghai("2025-09-20T08:00") + Double.random(in: 0...(60 * 86_400), using: &generator)
      var limit = RunningLimit(
        rule: .reply, .limit(try Limit(Int.random(in: 1...20, using: &generator), unit)),
        policy: PolicyReference(profile: "cohl", version: 1), startedAt: start)
      let before = try #require(limit.due(self.calendar))
      let from = start + Double.random(in: 0...(20 * 86_400), using: &generator)
      limit.pause(at: from)
      limit.resume(at: from + Double.random(in: 0...(10 * 86_400), using: &generator))
      let after = try #require(limit.due(self.calendar))
      // A millisecond, for what is lost when seconds are added up.
      #expect(after.instant >= before.instant - 0.001, "\(generator)")
      let pause = try #require(limit.pauses.last)
      let isDays = ![Limit.Unit.hours, .workingDayHours].contains(unit)
      if isDays, let to = pause.until, self.calendar.day(of: to) == self.calendar.day(of: from) {
        #expect(after.instant == before.instant, "\(generator)")
      }
    }
  }
}

private func shanghai(_ local: String) throws -> Date {
  try Date("\(local):00+08:00", strategy: .iso8601)
}
