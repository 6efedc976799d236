import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// What leads away from the main path, and back.
@Suite struct CaseSidewaysTests {
  private let accepted = CustomerEvaluation(isAccepted: true)
  var example: CaseExample

  init() throws {
    self.example = try CaseExample()
  }

  @Test("R-058: a unit gives back what is not its own; customer service has a working day to decide")
  func giveBack() throws {
    var (state, _) = self.example.open(part: .heating)
    let events = try self.example.act(.giveBack(.notOurs, opinion: "属物业范围"), on: &state)
    #expect((events.first as? CaseProgressed)?.step == .returned)
    #expect(state.state == .returned)
    #expect(state.running == [.returnDecision])
    #expect(state.timer(.returnDecision)?.dueAt == (try self.example.time("2023-01-05T00:00:00+08:00")))
    try self.example.act(.assign(.propertyOffice), on: &state)
    #expect(state.state == .assigned)
    #expect(state.trade == nil)
    #expect(state.running == [.reply])
    var invalid = try self.example.service(unit: .salesDepartment)
    try self.example.act(.giveBack(.invalid, opinion: "无此事"), on: &invalid)
    #expect(types(try self.example.act(.file(reason: "查无此事"), on: &invalid)) == ["case.closed.v1"])
    #expect(invalid.state == .filedInvalid)
    #expect(invalid.outcome == .invalid)
  }

  @Test("R-059: returned twice, the manager decides; the third time the leader in charge")
  func ladderOfReturns() throws {
    var state = try self.example.service(unit: .salesDepartment)
    try self.example.act(.giveBack(.notOurs, opinion: "一"), on: &state)
    try self.example.act(.assign(.designDepartment), on: &state)
    try self.example.act(.giveBack(.notOurs, opinion: "二"), on: &state)
    let refusal = #expect(throws: Rejected.self) { try self.example.act(.assign(.propertyOffice), on: &state) }
    #expect(refusal?.faults.map(\.code) == [.notEntitled])
    #expect(throws: Rejected.self) { try self.example.act(.file(reason: "无效"), on: &state) }
    try self.example.act(.assign(.propertyOffice), on: &state, authority: .manager)
    let events = try self.example.act(.giveBack(.notOurs, opinion: "三"), on: &state)
    #expect((events.first as? CaseProgressed)?.step == .escalated)
    #expect(state.state == .escalated)
    #expect(state.returns == 3)
    #expect(state.timer(.decision)?.limit.rule == .returnDecision)
    let decision = CaseAction.Deed.decide(.assign(.customerService), reason: "由客服处理")
    #expect(throws: Rejected.self) { try self.example.act(decision, on: &state, authority: .manager) }
    try self.example.act(decision, on: &state, authority: .leader)
    #expect(state.unit == .customerService)
    #expect(state.state == .assigned)
  }

  @Test("R-051: departments disagree: the leader in charge decides within two working days, and his decision binds")
  func dispute() throws {
    for (ruling, end) in [
      (Ruling.work, Case.State.inProgress), (.file, .filedInvalid), (.close, .closed),
      (.assign(.propertyOffice), .assigned),
    ] {
      var state = try self.example.service(unit: .salesDepartment)
      try self.example.act(.dispute(opinions: "销售：设计问题。设计：销售承诺。"), on: &state)
      #expect(state.state == .escalated)
      #expect(state.timer(.decision)?.dueAt == (try self.example.time("2023-01-06T00:00:00+08:00")))
      try self.example.act(.decide(ruling, reason: "经研究"), on: &state, authority: .leader)
      #expect(state.state == end)
      if end == .closed { #expect(state.outcome == .byDecision) }
    }
  }

  @Test("R-051, R-054: the unit that the leader names owes a reply, and nothing that another unit has promised or owed")
  func newUnitHasNoPlan() throws {
    var state = try self.example.service(unit: .salesDepartment)
    let first = try self.example.time("2023-01-10T18:00:00+08:00")
    let second = try self.example.time("2023-01-20T18:00:00+08:00")
    let plan = CasePlan(
      "分两步", stages: [PlannedStage(name: "一", dueAt: first), PlannedStage(name: "二", dueAt: second)],
      completeBy: second, isComplex: true)
    try self.example.act(.reply(plan), on: &state)
    var (repair, _) = self.example.open(part: .heating)
    let decision = CaseAction.Deed.decide(.assign(.propertyOffice), reason: "经研究")
    try self.example.act(.dispute(opinions: "各执一词"), on: &state)
    #expect(state.running == [.stage(1), .stage(2), .handling, .decision])
    try self.example.act(decision, on: &state, authority: .leader)
    #expect(state.running == [.reply])
    #expect(state.course.stages.isEmpty)
    try self.example.act(.dispute(opinions: "各执一词"), on: &repair)
    try self.example.act(decision, on: &repair, authority: .leader)
    #expect(repair.running == [.reply])
  }

  @Test("R-172: after three dissatisfied callbacks the leader may end it in writing, counted apart; not before")
  func endOfRework() throws {
    var state = try self.example.service(unit: .propertyOffice)
    var last: [any Message] = []
    for round in 1...3 {
      try self.example.act(.handle(result: "已处理", reason: "当场", evaluation: self.accepted), on: &state)
      last = self.example.answer(&state, satisfied: false)
      #expect(state.dissatisfied == round)
      #expect(last.contains { $0 is CaseRegraded } == (round == 3))
      guard round < 3 else { break }
      #expect(throws: Rejected.self) {
        try self.example.act(.decide(.close, reason: "到此为止"), on: &state, authority: .leader)
      }
    }
    #expect(state.grade == .important)
    let regraded = try #require(last.first as? CaseRegraded)
    #expect(regraded.grade == .important && regraded.previousGrade == .general && regraded.reason == .dissatisfaction)
    let events = try self.example.act(.decide(.close, reason: "到此为止"), on: &state, authority: .leader)
    #expect((events.first as? CaseClosed)?.outcome == .byDecision)
    // what has become important is closed with a handling report.
    #expect(state.running == [.handlingReport])
    try self.example.act(.report(.handlingReport, text: "见附件"), on: &state)
    #expect(state.running.isEmpty)
  }

  @Test("Suspended: limits stand still with the working time that is left, and go on with it")
  func suspension() throws {
    var example = self.example
    var state = try example.service(unit: .propertyOffice)
    let completeBy = try example.time("2023-01-12T18:00:00+08:00")
    try example.act(.reply(CasePlan("维修", completeBy: completeBy)), on: &state)
    #expect(throws: Rejected.self) { try example.act(.suspend(.customer, reason: "外出", reviewAt: nil), on: &state) }
    try example.act(.start(reason: nil), on: &state)
    // Six working days are left of 4 to 12 January, less two: 10, 11 and 12 January.
    example.now = try example.time("2023-01-09T10:00:00+08:00")
    try example.act(.suspend(.customer, reason: "外出", reviewAt: nil), on: &state)
    #expect(state.state == .suspended)
    #expect(state.running == [.review])
    // 30 calendar days.
    #expect(state.timer(.review)?.dueAt == (try example.time("2023-02-09T00:00:00+08:00")))
    example.now = try example.time("2023-01-30T09:00:00+08:00")
    try example.act(.resume(reason: "回来"), on: &state)
    #expect(state.state == .inProgress)
    #expect(state.running == [.handling])
    #expect(state.timer(.handling)?.dueAt == (try example.time("2023-02-03T00:00:00+08:00")))
  }

  @Test("The customer takes it back from any open state; he is called back all the same")
  func withdrawal() throws {
    var state = try self.example.service()
    let events = try self.example.act(.withdraw(statement: "不再追究"), on: &state)
    #expect(state.state == .withdrawn)
    #expect((events.first as? CaseClosed)?.outcome == .withdrawn)
    #expect(throws: Rejected.self) { try self.example.act(.withdraw(statement: "再说一次"), on: &state) }
  }

  @Test("R-188: unreachable three times, a letter, five working days of silence: closed, counted apart")
  func unreachable() throws {
    var state = try self.example.service(unit: .propertyOffice)
    try self.example.act(.handle(result: "已处理", reason: "当场", evaluation: self.accepted), on: &state)
    #expect(throws: Rejected.self) { try self.example.act(.notify(letter: "SM03-11-001"), on: &state) }
    self.example.reachNobody(&state)
    try self.example.act(.notify(letter: "SM03-11-001"), on: &state)
    #expect(state.running == [.objection])
    #expect(state.timer(.objection)?.dueAt == (try self.example.time("2023-01-11T00:00:00+08:00")))
    var objected = state
    #expect(types(try self.example.act(.object(statement: "未修好"), on: &objected)) == ["case.reopened.v1"])
    #expect(objected.state == .rework)
    let closed = try #require(try self.example.pass(.objection, of: &state) as? CaseClosed)
    #expect(closed.outcome == .unreachable)
    #expect(state.state == .closed)
  }

  @Test("R-189: who refuses the callback is not satisfied and not asked again: the case ends, and is counted apart")
  func refusal() throws {
    var state = try self.example.service(unit: .propertyOffice)
    #expect(self.example.refuse(&state).isEmpty)
    try self.example.act(.handle(result: "已处理", reason: "当场", evaluation: self.accepted), on: &state)
    let closed = try #require(self.example.refuse(&state).first as? CaseClosed)
    #expect(closed.outcome == .refused && state.outcome == .refused)
    #expect(state.timer(.callback)?.isMet == true && state.running.isEmpty)
    #expect(self.example.refuse(&state).isEmpty)
  }

  @Test("R-058: an opinion that comes later than a working day after the receipt is missed, and taken all the same")
  func lateOpinion() throws {
    var example = self.example
    var state = try example.service(unit: .salesDepartment)
    var late = state
    example.now = try example.time("2023-01-04T23:59:00+08:00")
    #expect(types(try example.act(.giveBack(.notOurs, opinion: "属物业"), on: &state)) == ["case.progressed.v1"])
    example.now = try example.time("2023-01-05T00:00:00+08:00")
    let events = try example.act(.giveBack(.notOurs, opinion: "属物业"), on: &late)
    let missed = try #require(events.last as? DeadlineMissed)
    #expect(missed.deadline == .returnOpinion && missed.rule == "R-058" && missed.unit == .salesDepartment)
    #expect(late.state == .returned)
  }

  @Test("R-011, R-058: the opinion on a return goes by the version of the policy that stood at the assignment")
  func lateOpinionByItsVersion() throws {
    var limits = PolicyProfile.cohl.limits
    limits[.giveBack] = try Limit(5, .workingDays)
    let newer = PolicyProfile(
      name: "cohl", version: 2, limits: limits, switches: [], commissionNumberPrefix: "X", satisfiedFromScore: 4)
    let process = try CaseProcess(
      policy: newer, of: PolicyRegister([.cohl, newer]), calendar: .mainlandChina)
    var state = try self.example.service(unit: .salesDepartment)
    let action = CaseAction(state.number, .giveBack(.notOurs, opinion: "属物业"), by: "li.na")
    let events = try process.perform(
      action, on: &state, standing: nil, now: try self.example.time("2023-01-05T00:00:00+08:00"))
    let missed = try #require(events.last as? DeadlineMissed)
    #expect(missed.deadline == .returnOpinion)
    #expect(missed.dueAt == (try self.example.time("2023-01-05T00:00:00+08:00")))
  }

  @Test("R-189: who has refused to be called and comes back is not waited for again: his word ends the next round, too")
  func refusedBefore() throws {
    var state = try self.example.service(unit: .propertyOffice)
    for round in 1...2 {
      let done = CaseAction.Deed.handle(result: "已处理", reason: "当场", evaluation: self.accepted)
      #expect(types(try self.example.act(done, on: &state)) == ["case.handled.v1"])
      #expect(state.state == .awaitingCallback && state.round == round)
      let closed = try #require(self.example.refuse(&state).first as? CaseClosed)
      #expect(closed.outcome == .refused && closed.round == round && state.running.isEmpty)
      if round == 1 { try self.example.act(.reopen(reason: "再次漏水"), on: &state) }
    }
  }

  @Test("R-052: a case has to be looked at within a week of what was last recorded; nobody looks at one that has ended")
  func followUp() throws {
    var example = self.example
    var state = try example.service(unit: .propertyOffice)
    example.process.lookedAt(&state, now: example.now)
    let due = try example.time("2023-01-11T00:00:00+08:00")
    #expect(state.followUpDueAt == due)
    #expect(example.process.followUpPassed(state, now: due - 1)?.reminder == nil)
    #expect(example.process.followUpPassed(state, now: due - 1)?.next == due)
    let reminder = try #require(example.process.followUpPassed(state, now: due)?.reminder)
    #expect(reminder.deadline == .followUp && reminder.rule == "R-052" && reminder.unit == .customerService)
    example.now = due
    #expect(try example.act(.note("物业已约业主周四"), on: &state).isEmpty)
    #expect(state.course.lookedAt == due)
    #expect(state.followUpDueAt == (try example.time("2023-01-19T00:00:00+08:00")))
    try example.act(.withdraw(statement: "不再追究"), on: &state)
    #expect(state.followUpDueAt == nil)
    #expect(example.process.followUpPassed(state, now: due + 86_400 * 30) == nil)
    #expect(throws: Rejected.self) { try example.act(.note("又看了一次"), on: &state) }
  }

  @Test(
    "R-268, R-060: from 45 days before the owners move in the office on the site is the address, until the withdrawal")
  func projectOffice() throws {
    let project = self.example.number.project
    func unit(_ day: String, office: String? = nil, moveIn: String? = nil, withdrawn: String? = nil) throws
      -> ResponsibleUnit
    {
      let told = ProjectChanged(
        project: project, name: "翠林兰溪园", customerServiceOfficeOpensOn: try office.map { try CalendarDay($0) },
        moveInOn: try moveIn.map { try CalendarDay($0) },
        departmentWithdrawnOn: try withdrawn.map { try CalendarDay($0) }, changedAt: self.example.now)
      return ProjectDepartment(told).qualityUnit(
        at: try self.example.time("\(day)T12:00:00+08:00"), calendar: .mainlandChina)
    }
    #expect(try unit("2023-05-16", moveIn: "2023-07-01") == .projectDepartment)
    #expect(try unit("2023-05-17", moveIn: "2023-07-01") == .projectOffice)
    #expect(try unit("2023-05-01", office: "2023-05-01", moveIn: "2023-07-01") == .projectOffice)
    #expect(try unit("2023-06-01", moveIn: "2023-07-01", withdrawn: "2023-06-01") == .customerService)
    #expect(try unit("2023-06-01") == .projectDepartment)
    var (state, _) = self.example.open(part: .heating, qualityUnit: .projectOffice)
    #expect(state.unit == .projectOffice && state.trade == .heating)
    #expect(!self.example.process.handOver(&state, now: self.example.now).isEmpty)
    #expect(state.unit == .customerService)
  }

  @Test("A closed case is opened again within 30 calendar days; R-192: in a round of its own")
  func reopening() throws {
    var example = self.example
    var (state, _) = example.open(part: .heating)
    _ = example.sign(&state)
    _ = example.answer(&state, satisfied: true)
    var late = state
    example.now = try example.time("2023-02-01T12:00:00+08:00")
    #expect(types(try example.act(.reopen(reason: "又漏"), on: &state)) == ["case.reopened.v1", "repair.requested.v1"])
    #expect(state.state == .rework)
    #expect(state.round == 2)
    #expect(state.closedAt == nil && state.outcome == nil)
    example.now = try example.time("2023-02-03T00:00:00+08:00")
    #expect(throws: Rejected.self) { try example.act(.reopen(reason: "又漏"), on: &late) }
  }

  @Test("R-046: the shorter limit applies from the moment of the new grade, a longer one never")
  func regrade() throws {
    var (state, _) = self.example.open(part: .heating)
    let later = self.example.now.addingTimeInterval(3600)
    _ = self.example.process.regrade(&state, to: .major, category: nil, at: later)
    #expect(state.timer(.reply)?.dueAt == later.addingTimeInterval(24 * 3600))
    #expect(Set(state.running) == [.reply, .survey, .firstResponse, .leaderTold, .upwardReport])
    let due = state.timer(.reply)?.dueAt
    _ = self.example.process.regrade(&state, to: .general, category: nil, at: later)
    #expect(state.timer(.reply)?.dueAt == due)
  }

  @Test("R-046: in a suspended case the shorter limit stands still, and applies when the work goes on")
  func regradeOfSuspended() throws {
    var example = self.example
    var (state, _) = example.open(part: .heating)
    _ = example.survey(&state)
    try example.act(.suspend(.customer, reason: "外出", reviewAt: nil), on: &state)
    #expect(state.running == [.review])
    let later = example.now.addingTimeInterval(3600)
    _ = example.process.regrade(&state, to: .major, category: nil, at: later)
    _ = example.process.regrade(&state, to: .general, category: nil, at: later)
    #expect(state.running == [.review])
    example.now = try example.time("2023-01-30T09:00:00+08:00")
    try example.act(.resume(reason: "回来"), on: &state)
    #expect(Set(state.running) == [.handling, .reply, .firstResponse, .leaderTold, .upwardReport])
    #expect(state.timer(.reply)?.dueAt == example.now.addingTimeInterval(24 * 3600))
    #expect(state.timer(.firstResponse)?.dueAt == example.now.addingTimeInterval(3600))
  }

  @Test("R-108, R-093: a judgement that no contractor repairs ends the survey's limit, a revision begins it again")
  func surveyAfterJudgement() throws {
    var example = self.example
    var (state, _) = example.open(part: .heating)
    for party in [RepairParty.propertyOffice, .builder] {
      var judged = state
      example.process.judged(&judged, .builder, repairBy: party, now: example.now)
      #expect(judged.running == [.reply])
      #expect(judged.timer(.survey)?.endedAt == example.now)
      #expect(judged.timer(.survey)?.isMet == false)
    }
    let first = state.timer(.survey)
    example.process.judged(&state, .developerGap, repairBy: .contractor, now: example.now)
    #expect(state.timer(.survey) == first)
    example.process.judged(&state, .explainOnly, repairBy: .propertyOffice, now: example.now)
    example.now = try example.time("2023-01-09T10:00:00+08:00")
    example.process.judged(&state, .developerGap, repairBy: .contractor, now: example.now)
    #expect(state.timer(.survey)?.dueAt == (try example.time("2023-01-12T00:00:00+08:00")))
    _ = example.survey(&state)
    example.process.judged(&state, .explainOnly, repairBy: .propertyOffice, now: example.now)
    #expect(state.timer(.survey)?.isMet == true)
    example.process.judged(&state, .developerGap, repairBy: .contractor, now: example.now)
    #expect(!state.running.contains(.survey))
  }

  @Test("R-108: no survey is owed by the next unit either, and in a suspended case a new limit stands still")
  func surveyElsewhere() throws {
    let example = self.example
    var (state, _) = example.open(part: .heating)
    example.process.judged(&state, .explainOnly, repairBy: .propertyOffice, now: example.now)
    var given = state
    try example.act(.giveBack(.notOurs, opinion: "属客服"), on: &given)
    try example.act(.assign(.customerService), on: &given)
    #expect(given.running == [.reply])
    try example.act(.start(reason: "紧急"), on: &state)
    try example.act(.suspend(.customer, reason: "外出", reviewAt: nil), on: &state)
    example.process.judged(&state, .developerGap, repairBy: .contractor, now: example.now)
    #expect(state.running == [.review])
    #expect(state.timer(.survey)?.isPaused == true)
  }

  @Test("R-062: on withdrawal an open quality case keeps number, state and limits, and customer service answers")
  func handOver() throws {
    var (state, _) = self.example.open(part: .heating)
    let before = state
    let events = self.example.process.handOver(&state, now: self.example.now)
    #expect((events.first as? CaseProgressed)?.unit == .customerService)
    #expect(state.unit == .customerService)
    #expect((state.number, state.state, state.course.timers) == (before.number, before.state, before.course.timers))
    #expect(state.course.handedOverFrom == .projectDepartment)
    #expect(self.example.process.handOver(&state, now: self.example.now).isEmpty)
    var other = try self.example.service(unit: .projectDepartment)
    #expect(self.example.process.handOver(&other, now: self.example.now).isEmpty)
  }
}
