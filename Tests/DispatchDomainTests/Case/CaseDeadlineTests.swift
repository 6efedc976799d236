import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

@Suite struct CaseDeadlineTests {
  var example: CaseExample

  init() throws {
    self.example = try CaseExample()
  }

  @Test("R-053, R-066, R-012: reminder, head of the unit, manager after one working day, leader after two, each once")
  func ladder() throws {
    var (state, _) = self.example.open(part: .heating)
    let rules = self.example.process.rules
    let unit = state.unit
    // Due on Thursday 5 January 24:00; Friday is the next working day, then Monday.
    let times = [
      "2023-01-05T09:00:00+08:00", "2023-01-06T00:00:00+08:00", "2023-01-07T00:00:00+08:00",
      "2023-01-10T00:00:00+08:00",
    ]
    var levels: [EscalationLevel?] = []
    for time in times {
      #expect(state.timer(.reply)?.nextFiring(rules) == (try self.example.time(time)))
      switch try self.example.pass(.reply, of: &state) {
      case let event as DeadlineApproaching: #expect(event.rule == "R-054")
      case let event as DeadlineMissed:
        #expect(event.rule == "R-054")
        #expect(event.dueAt == (try self.example.time(times[1])))
        levels.append(event.level)
      default: Issue.record("The limit says nothing.")
      }
    }
    #expect(levels == [.unitHead, .customerServiceManager, .leaderInCharge])
    #expect(state.timer(.reply)?.nextFiring(rules) == nil)
    // Escalation never changes the unit by itself, and late or repeated firing says nothing.
    #expect(state.unit == unit)
    let late = try self.example.time("2023-03-01T00:00:00+08:00")
    #expect(try self.example.process.passed(.reply, of: &state, now: late).isEmpty)
  }

  @Test("R-012: a limit that finds its step taken says nothing")
  func stepTaken() throws {
    var (state, _) = self.example.open(part: .heating)
    let due = try #require(state.timer(.reply)?.dueAt)
    try self.example.act(.reply(CasePlan("周六上午查勘")), on: &state)
    #expect(try self.example.process.passed(.reply, of: &state, now: due).isEmpty)
  }

  @Test func aLimitThatTheCaseNeverHadIsRefused() {
    var (state, _) = self.example.open(part: .heating)
    #expect(throws: Rejected("name", .unknownValue, "The case has no limit of this name.")) {
      try self.example.process.passed(CaseDeadline("settlement"), of: &state, now: self.example.now)
    }
  }

  @Test("R-009, R-109: an appointment with the owner is the limit, and the standard limit is back without it")
  func appointment() throws {
    var (state, _) = self.example.open(part: .heating)
    let standard = state.timer(.survey)?.dueAt
    let sunday = try self.example.time("2023-01-15T15:00:00+08:00")
    try self.example.act(.appoint(.survey, at: sunday), on: &state)
    #expect(state.timer(.survey)?.dueAt == sunday)
    try self.example.act(.appoint(.survey, at: nil), on: &state)
    #expect(state.timer(.survey)?.dueAt == standard)
    #expect(throws: Rejected.self) { try self.example.act(.appoint(.decision, at: sunday), on: &state) }
    #expect(throws: Rejected.self) { try self.example.act(.appoint(.survey, at: self.example.now), on: &state) }
  }

  @Test("R-011: a running limit keeps the policy version and the limit it was started with")
  func policyVersion() throws {
    let (state, _) = self.example.open(part: .heating)
    #expect(state.timer(.reply)?.limit.policy == PolicyProfile.cohl.reference)
    #expect(state.timer(.reply)?.limit.terms == .limit(try Limit(2, .workingDays)))
  }

  @Test("R-055: the reply clock starts with the hand-over, or with the receipt where the company has it so")
  func replyClock() throws {
    let profile = PolicyProfile(
      name: "other", version: 1, limits: PolicyProfile.cohl.limits, switches: [.replyClockFromReceipt],
      commissionNumberPrefix: "X", satisfiedFromScore: 4)
    for (policy, due) in [(PolicyProfile.cohl, "2023-01-10T00:00:00+08:00"), (profile, "2023-01-06T00:00:00+08:00")] {
      var example = try CaseExample(policy: policy)
      var state = try example.service()
      example.now = try example.time("2023-01-06T16:00:00+08:00")
      try example.act(.assign(.salesDepartment), on: &state)
      let expected = policy == .cohl ? try example.time("2023-01-11T00:00:00+08:00") : try example.time(due)
      #expect(state.timer(.reply)?.dueAt == expected)
    }
  }

  @Test("R-054: the explanation of a limit names it, its days and its end in both languages")
  func explanation() throws {
    var (state, _) = self.example.open(part: .heating)
    try self.example.act(.reply(CasePlan("周六上午查勘")), on: &state)
    let explanation = try #require(state.timer(.reply)).explanation(.mainlandChina)
    #expect(
      explanation.english == [
        "R-054, reply: 2 working days from 2023-01-03 10:00 (policy cohl/1).",
        "2023-01-03 Tuesday: starts here, not counted (weekday)", "2023-01-04 Wednesday: working day 1 (weekday)",
        "2023-01-05 Thursday: working day 2 (weekday)", "Due 2023-01-05 24:00.",
        "The step was taken on 2023-01-03 10:00.",
      ])
    #expect(explanation.chinese.first == "R-054 答复：2个工作日，自2023-01-03 10:00起（制度版本cohl/1）。")
    #expect(explanation.chinese.last == "已于2023-01-03 10:00完成。")
  }

  @Test("R-011: limits as they were stored before go on with the dates they had", arguments: OldTimer.all)
  func oldRows(_ old: OldTimer) throws {
    var course = try MessageCoding.decode(column: Array(old.course.utf8), as: Course.self)
    let timer = try #require(course.timers.first)
    #expect(timer.dueAt == (try self.example.time(old.dueAt)))
    #expect(timer.isPaused == old.isPaused)
    let again = try MessageCoding.encode(column: course)
    course = try MessageCoding.decode(column: again, as: Course.self)
    #expect(course.timers == [timer])
    guard let resumed = old.resumed else { return }
    let unit = UnitAddress(project: self.example.number.project, building: "3", unit: "1201", location: nil)
    var state = Case(
      number: self.example.number, receivedAt: self.example.now, kind: .complaint, address: unit, buildingPart: .other,
      category: .other, grade: .general, state: .suspended, unit: .propertyOffice, course: course)
    var example = self.example
    example.now = try example.time(resumed.at)
    try example.act(.resume(reason: "天晴"), on: &state)
    #expect(state.timer(.handling)?.dueAt == (try example.time(resumed.due)))
  }

  @Test("A course is read as it was written")
  func coding() throws {
    var (state, _) = self.example.open(part: .heating, grade: .major)
    let stage = PlannedStage(name: "查勘", dueAt: self.example.now.addingTimeInterval(86_400))
    try self.example.act(.reply(CasePlan("分步", stages: [stage])), on: &state)
    _ = self.example.survey(&state)
    try self.example.act(.suspend(.season, reason: "雨季", reviewAt: nil), on: &state)
    let bytes = try MessageCoding.encode(column: state.course)
    #expect(try MessageCoding.decode(column: bytes, as: Course.self) == state.course)
  }
}

/// A limit as it was stored before limits and promises had one engine.
struct OldTimer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let course: String
  let dueAt: String
  var isPaused = false
  var resumed: (at: String, due: String)?

  private init(
    _ name: String, _ fields: String, dueAt: String, isPaused: Bool = false, resumed: (at: String, due: String)? = nil
  ) {
    self.testDescription = name
    self.course = """
      {"revision": 4, "contributors": [], "stages": [], "skipped": [], "timers": [{"name": "handling",
      "policy": {"profile": "cohl", "version": 1}, "startedAt": "2023-01-03T02:00:00Z", "dueAt": "\(dueAt)",
      "told": "nothing", "isMet": false, "rule": "R-057", \(fields)}]}
      """
    self.dueAt = dueAt
    self.isPaused = isPaused
    self.resumed = resumed
  }

  static let all = [
    OldTimer(
      "a limit", #""limit": {"calendarDays": 15}, "pauses": []"#, dueAt: "2023-01-19T00:00:00+08:00"),
    OldTimer(
      "a limit that stands still",
      #""limit": {"workingDays": 2}, "pauses": [{"from": "2023-01-04T02:00:00Z", "left": {"amount": 1, "unit": "workingDays"}}]"#,
      dueAt: "2023-01-06T00:00:00+08:00", isPaused: true,
      resumed: ("2023-01-10T10:00:00+08:00", "2023-01-12T00:00:00+08:00")),
    OldTimer("a promise", #""pauses": []"#, dueAt: "2023-01-12T18:00:00+08:00"),
    OldTimer(
      "a promise that moved, and stands still again",
      #"""
      "pauses": [{"from": "2023-01-04T02:00:00Z", "until": "2023-01-05T02:00:00Z",
      "left": {"amount": 6, "unit": "workingDays"}}, {"from": "2023-01-09T02:00:00Z",
      "left": {"amount": 4, "unit": "workingDays"}}]
      """#,
      dueAt: "2023-01-14T00:00:00+08:00", isPaused: true,
      resumed: ("2023-01-10T10:00:00+08:00", "2023-01-17T00:00:00+08:00")),
  ]
}
