import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// The main path.
@Suite struct CaseProcessTests {
  let example: CaseExample

  init() throws {
    self.example = try CaseExample()
  }

  @Test("R-021, R-048, R-060: a quality complaint goes to the project department, with a repair of the right trade")
  func qualityComplaint() throws {
    let (opened, events) = self.example.open(part: .waterproofing)
    #expect(opened.state == .assigned)
    #expect(opened.unit == .projectDepartment)
    #expect(opened.verifiedAt == self.example.now)
    #expect(types(events) == ["case.assigned.v1", "repair.requested.v1"])
    let request = try #require(events.last as? RepairRequested)
    #expect(request.trade == .waterproofing)
    #expect(request.round == 1)
  }

  @Test("R-061: after the project department has left, customer service handles quality complaints, with their repair")
  func withdrawnDepartment() {
    let (opened, events) = self.example.open(part: .waterproofing, qualityUnit: .customerService)
    #expect(opened.unit == .customerService)
    #expect(opened.trade == .waterproofing)
    #expect(types(events) == ["case.assigned.v1", "repair.requested.v1"])
    #expect(
      self.example.open(part: .other, category: .salesService, qualityUnit: .customerService).0.unit == .salesDepartment
    )
  }

  @Test("R-064: where the company has it so, customer service has every quality complaint")
  func qualityToCustomerService() throws {
    let profile = PolicyProfile(
      name: "other", version: 1, limits: PolicyProfile.cohl.limits, gradedLimits: PolicyProfile.cohl.gradedLimits,
      switches: [.qualityToCustomerService], commissionNumberPrefix: "X", satisfiedFromScore: 4)
    #expect(try CaseExample(policy: profile).open(part: .heating).0.unit == .customerService)
  }

  @Test("R-021: what no rule knows waits for a person, with a limit of one working day")
  func unassigned() throws {
    // Received on Friday 26 September 2025; the next working day is Sunday 28 September (make-up day).
    let received = try example.time("2025-09-26T16:40:00+08:00")
    let (opened, events) = self.example.open(part: .other, category: .other, at: received)
    #expect(opened.state == .registered)
    #expect(events.isEmpty)
    #expect(opened.running == [.assignment])
    #expect(opened.timer(.assignment)?.dueAt == (try example.time("2025-09-29T00:00:00+08:00")))
  }

  @Test("R-021: where the company wants a person to decide, no rule assigns")
  func assignmentByPerson() throws {
    let profile = PolicyProfile(
      name: "other", version: 1, limits: PolicyProfile.cohl.limits, switches: [.assignmentByPerson],
      commissionNumberPrefix: "X", satisfiedFromScore: 4)
    let example = try CaseExample(policy: profile)
    var (state, _) = example.open(part: .heating)
    #expect(state.state == .registered)
    #expect(types(try example.act(.verify(findings: "属实"), on: &state)) == ["case.progressed.v1"])
    #expect(state.state == .verified)
    #expect(
      types(try example.act(.assign(.projectDepartment), on: &state)) == ["case.assigned.v1", "repair.requested.v1"])
    #expect(state.timer(.assignment)?.isMet == true)
  }

  @Test("R-054, R-108: reply and survey are due two working days after assignment, holidays skipped")
  func limitsSkipTheHoliday() throws {
    let received = try example.time("2025-09-30T09:00:00+08:00")
    let (opened, _) = self.example.open(part: .plumbing, at: received)
    let due = try example.time("2025-10-11T00:00:00+08:00")
    #expect(opened.running == [.reply, .survey])
    #expect(opened.course.timers.allSatisfy { $0.dueAt == due })
  }

  @Test(
    "R-042 to R-045: the limits of the first steps depend on the grade",
    arguments: [
      (
        Grade.major, [CaseDeadline.firstResponse, .leaderTold, .upwardReport, .reply, .survey],
        "2023-01-04T10:00:00+08:00"
      ),
      (.important, [.firstResponse, .reply, .survey], "2023-01-05T00:00:00+08:00"),
      (.hot, [.upwardReport, .reply, .survey], "2023-01-05T00:00:00+08:00"),
      (.general, [.reply, .survey], "2023-01-06T00:00:00+08:00"),
    ])
  func grades(_ grade: Grade, _ limits: [CaseDeadline], _ replyDueAt: String) throws {
    let (opened, _) = self.example.open(part: .heating, grade: grade)
    #expect(opened.running == limits)
    #expect(opened.timer(.reply)?.dueAt == (try self.example.time(replyDueAt)))
    if grade == .major {
      #expect(opened.timer(.firstResponse)?.dueAt == self.example.now.addingTimeInterval(3600))
    }
  }

  @Test("R-316: a report about staff is given to no department")
  func staffMisconduct() {
    let (opened, _) = self.example.open(part: .other, category: .customerService, kind: .staffMisconduct)
    #expect(opened.unit == nil)
  }

  @Test func aPersonAssignsOnce() throws {
    var state = try self.example.service()
    #expect(types(try self.example.act(.assign(.salesDepartment), on: &state)) == ["case.assigned.v1"])
    #expect(state.running == [.reply])
    #expect(state.timer(.assignment)?.isMet == true)
    let before = state
    #expect(try self.example.act(.assign(.salesDepartment), on: &state).isEmpty)
    #expect(throws: Rejected.self) { try self.example.act(.assign(.propertyOffice), on: &state) }
    #expect(state == before)
  }

  @Test("R-050: several units are concerned: one leads, the clock runs against it, the others contribute")
  func coordination() throws {
    var state = try self.example.service()
    try self.example.act(.assign(.salesDepartment, contributors: [.designDepartment, .salesDepartment]), on: &state)
    #expect(state.unit == .salesDepartment)
    #expect(state.course.contributors == [.designDepartment])
    try self.example.act(.assign(.salesDepartment, contributors: [.propertyOffice]), on: &state)
    #expect(state.course.contributors == [.propertyOffice])
    #expect(state.running == [.reply])
  }

  @Test("R-054: the reply stops its clock, once; R-057: from then on the work has a limit")
  func reply() throws {
    var (state, _) = self.example.open(part: .heating)
    let plan = CasePlan("周六上午查勘")
    #expect(types(try self.example.act(.reply(plan), on: &state)) == ["case.replied.v1"])
    #expect(state.state == .planned)
    #expect(state.running == [.survey, .handling])
    #expect(state.timer(.handling)?.limit.terms == .limit(try Limit(30, .calendarDays)))
    let standing = self.example.note(.reply(plan))
    #expect(try self.example.act(.reply(plan), on: &state, standing: standing).isEmpty)
    let before = state
    let refusal = #expect(throws: Rejected.self) {
      try self.example.act(.reply(CasePlan("不再处理")), on: &state, standing: standing)
    }
    #expect(refusal?.faults.map(\.code) == [.conflict])
    #expect(refusal?.faults.first?.message.contains("周六上午查勘") == true)
    #expect(state == before)
  }

  @Test("R-056: a complex complaint needs stages, and each date that the customer is told is a limit")
  func stages() throws {
    var state = try self.example.service(unit: .salesDepartment)
    let first = try self.example.time("2023-01-10T18:00:00+08:00")
    let second = try self.example.time("2023-01-20T18:00:00+08:00")
    let refusal = #expect(throws: Rejected.self) {
      try self.example.act(.reply(CasePlan("分两步", isComplex: true)), on: &state)
    }
    #expect(refusal?.faults.map(\.path) == ["stages"])
    let wrong = CasePlan(
      "分两步", stages: [PlannedStage(name: "一", dueAt: second), PlannedStage(name: "二", dueAt: first)], completeBy: first)
    let faults = #expect(throws: Rejected.self) { try self.example.act(.reply(wrong), on: &state) }
    #expect(faults?.faults.map(\.path) == ["stages[1].dueAt", "completeBy"])
    let plan = CasePlan(
      "分两步", stages: [PlannedStage(name: "一", dueAt: first), PlannedStage(name: "二", dueAt: second)],
      completeBy: second, isComplex: true)
    try self.example.act(.reply(plan), on: &state)
    #expect(state.running == [.stage(1), .stage(2), .handling])
    #expect(state.timer(.stage(1))?.dueAt == first)
    try self.example.act(.finishStage(1), on: &state)
    #expect(state.running == [.stage(2), .handling])
    #expect(throws: Rejected.self) { try self.example.act(.finishStage(3), on: &state) }
  }

  @Test("R-131: a case with a repair is handled by the owner's signature, not by a report")
  func handledBySignature() throws {
    var (state, _) = self.example.open(part: .heating)
    #expect(throws: Rejected.self) { try self.example.act(.handle(result: "好", reason: "当场"), on: &state) }
    #expect(types(self.example.sign(&state)) == ["case.handled.v1"])
    #expect(state.state == .awaitingCallback)
    #expect(state.evaluatedAt == self.example.now)
    #expect(state.running == [.callback])
    #expect(self.example.sign(&state).isEmpty)
  }

  @Test("R-067: a stage that is passed over leaves its reason; a person has to give one")
  func skippedStages() throws {
    var (repair, _) = self.example.open(part: .heating)
    _ = self.example.survey(&repair)
    #expect(repair.state == .inProgress)
    #expect(repair.course.skipped.map(\.stage) == [.plan])
    #expect(repair.running == [.reply, .handling])
    var state = try self.example.service(unit: .propertyOffice)
    let refusal = #expect(throws: Rejected.self) { try self.example.act(.handle(result: "已清扫"), on: &state) }
    #expect(refusal?.faults.map(\.path) == ["reason"])
    try self.example.act(.handle(result: "已清扫", reason: "当场处理"), on: &state)
    #expect(state.course.skipped.map(\.reason) == ["当场处理"])
    let stamps = [state.verifiedAt, state.assignedAt, state.startedAt, state.handledAt]
    #expect(stamps.allSatisfy { $0 == self.example.now })
  }

  @Test("R-057: no evaluation, no hand-back")
  func evaluation() throws {
    var state = try self.example.service(unit: .propertyOffice)
    #expect(types(try self.example.act(.handle(result: "已清扫", reason: "当场"), on: &state)) == ["case.progressed.v1"])
    #expect(state.state == .awaitingEvaluation)
    #expect(state.running == [.evaluation])
    #expect(self.example.answer(&state, satisfied: true).isEmpty)
    let events = try self.example.act(.evaluate(CustomerEvaluation(isAccepted: true)), on: &state)
    #expect(types(events) == ["case.handled.v1"])
    #expect((events.first as? CaseHandled)?.handledBy == "li.na")
  }

  @Test("R-057, R-171: a customer who does not accept sends it back before anybody calls")
  func notAccepted() throws {
    var state = try self.example.service(unit: .propertyOffice)
    let deed = CaseAction.Deed.handle(
      result: "已清扫", reason: "当场", evaluation: CustomerEvaluation(isAccepted: false, opinion: "仍脏"))
    #expect(types(try self.example.act(deed, on: &state)) == ["case.progressed.v1"])
    #expect(state.state == .rework)
    #expect(state.round == 1)
    #expect(state.dissatisfied == 0)
    #expect(state.running == [.newPlan])
    try self.example.act(.reply(CasePlan("再次清扫")), on: &state)
    #expect(state.state == .inProgress)
  }

  @Test("R-068: a satisfied customer closes the case")
  func satisfied() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    let events = self.example.answer(&state, satisfied: true)
    #expect(state.state == .closed)
    #expect(state.outcome == .satisfied)
    #expect(state.running.isEmpty)
    #expect(types(events) == ["case.closed.v1"])
  }

  @Test("R-171: a dissatisfied customer sends the case round again, with rework and two working days for a new plan")
  func dissatisfied() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    let events = self.example.answer(&state, satisfied: false)
    #expect(state.state == .rework)
    #expect(state.round == 2)
    #expect(types(events) == ["case.reopened.v1", "repair.requested.v1"])
    #expect(state.timer(.newPlan)?.dueAt == (try self.example.time("2023-01-06T00:00:00+08:00")))
    // The first round's answer, delivered late, is about a round that is over.
    #expect(self.example.answer(&state, satisfied: true, round: 1).isEmpty)
    try self.example.act(.reply(CasePlan("更换阀门")), on: &state)
    #expect(state.state == .inProgress)
    _ = self.example.sign(&state)
    _ = self.example.answer(&state, satisfied: true)
    #expect(state.state == .closed)
  }

  @Test("R-176: a milestone callback never moves the case")
  func milestoneIsNoGate() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    let before = state
    #expect(self.example.answer(&state, satisfied: false, kind: .milestone).isEmpty)
    #expect(state == before)
  }
}
