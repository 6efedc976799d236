import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// Who answers for a defect: what a person may judge, what follows, and how it is revised.
@Suite struct JudgementTests {
  let example: CaseExample
  let process: JudgementProcess

  init() throws {
    self.example = try CaseExample()
    self.process = try JudgementProcess(rules: self.example.process.rules, table: try WarrantyTable.national())
  }

  /// The case is of 3 January 2023.
  private func unit(completed: String, delivered: String?) throws -> PropertyUnit {
    PropertyUnit(
      warranty: WarrantyFacts(
        completedOn: try CalendarDay(completed), deliveredOn: try delivered.map { try CalendarDay($0) }),
      builders: [OriginalBuilder(buildingPart: .waterproofing, name: "中山防水工程公司")])
  }

  private func request(
    _ judgement: Judgement, reason: String = "查勘所见", consent: String? = nil, repairBy: RepairParty? = nil
  ) -> JudgementRequest {
    JudgementRequest(
      judgement: judgement, subpart: nil, reason: reason, by: "sun.wei", consentBy: consent, repairBy: repairBy)
  }

  private func faults(
    _ request: JudgementRequest, unit: PropertyUnit?, _ judgements: CaseJudgements = CaseJudgements(), now: Date? = nil
  ) -> [String] {
    var judgements = judgements
    var (state, _) = self.example.open(part: .waterproofing)
    do {
      _ = try self.process.judge(request, about: &state, &judgements, unit: unit, now: now ?? self.example.now)
      return []
    } catch {
      return error.faults.map { "\($0.path) \($0.code.rawValue)" }
    }
  }

  @Test("R-090, R-103: in his warranty the builder is told the same day, and has three days to come")
  func builder() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let events = try self.process.judge(
      self.request(.builder), about: &state, &judgements,
      unit: try self.unit(completed: "2019-05-20", delivered: "2019-09-30"), now: self.example.now)
    let event = try #require(events.first as? CaseJudged)
    #expect(event.builder == "中山防水工程公司" && event.repairBy == .builder && event.clause == "national/1 L03")
    // Three calendar days end on Friday 6 January 2023.
    #expect(event.arrivalDueAt == (try self.example.time("2023-01-07T00:00:00+08:00")))
    let arrival = try #require(state.timer(.builderArrival))
    #expect(arrival.isRunning && arrival.dueAt == event.arrivalDueAt && arrival.limit.rule == .builderArrival)
    #expect(judgements.current?.proposed == .builder)
  }

  @Test("R-090, R-098: nobody judges against dates that are known")
  func againstTheDates() throws {
    let between = try self.unit(completed: "2017-12-31", delivered: "2018-06-01")
    #expect(self.faults(self.request(.builder), unit: between) == ["judgement conflict"])
    #expect(self.faults(self.request(.developerGap), unit: between).isEmpty)
    let inside = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    #expect(self.faults(self.request(.developerGap), unit: inside) == ["judgement conflict"])
    let after = try self.unit(completed: "2010-05-20", delivered: "2010-09-30")
    #expect(self.faults(self.request(.developerGap), unit: after) == ["judgement conflict"])
  }

  @Test("R-093: without dates a person judges all the same, and the record says that the dates said nothing")
  func withoutDates() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    _ = try self.process.judge(
      self.request(.developerGap), about: &state, &judgements, unit: nil, now: self.example.now)
    #expect(judgements.current?.proposed == nil && judgements.current?.clause == nil)
  }

  @Test("R-091: goodwill, and mere explanation, need the CS manager's consent")
  func consent() throws {
    let after = try self.unit(completed: "2010-05-20", delivered: "2010-09-30")
    for judgement in [Judgement.developerGoodwill, .explainOnly] {
      #expect(self.faults(self.request(judgement), unit: after) == ["consentBy missing"])
      #expect(self.faults(self.request(judgement, consent: "zhao.min"), unit: after).isEmpty)
    }
  }

  @Test("R-092, R-102: misuse is the owner's, in warranty or not, and nothing is charged to the developer")
  func owner() throws {
    let inside = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    #expect(self.faults(self.request(.owner, reason: "装修打穿防水层"), unit: inside).isEmpty)
    #expect(self.faults(self.request(.owner, repairBy: .contractor), unit: inside) == ["repairBy conflict"])
    #expect(Judgement.owner.repairParty == .propertyOffice)
  }

  @Test("R-093, R-106: a revision sends the cost elsewhere, keeps the history, and never changes the number")
  func revision() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: self.example.now)
    let revised = try self.process.judge(
      self.request(.owner, reason: "新证据：业主自行改动"), about: &state, &judgements, unit: unit, now: self.example.now)
    #expect(judgements.records.map(\.judgement) == [.builder, .owner])
    #expect(judgements.records.map(\.serial) == [1, 2])
    let event = try #require(revised.first as? CaseJudged)
    #expect(event.previous == .builder && event.complaint == state.number && event.builder == nil)
    // The builder need not come any more.
    #expect(judgements.notice == nil && state.timer(.builderArrival)?.endedAt == self.example.now)
    let again = try self.process.judge(
      self.request(.owner, reason: "新证据：业主自行改动"), about: &state, &judgements, unit: unit, now: self.example.now)
    #expect(again.isEmpty && judgements.records.count == 2)
  }

  @Test("R-051, R-108: what is judged back to a contractor while the leader decides owes its survey again")
  func judgedWhileEscalated() throws {
    var (state, _) = self.example.open(part: .waterproofing)
    try self.example.act(.dispute(opinions: "各执一词"), on: &state)
    self.example.process.judged(&state, .owner, repairBy: .propertyOffice, now: self.example.now)
    #expect(!state.running.contains(.survey))
    self.example.process.judged(&state, .developerGap, repairBy: .contractor, now: self.example.now)
    #expect(state.running.contains(.survey))
  }

  @Test("R-093: while the customer is asked about the work, the cost may be judged anew, but not who repairs")
  func judgedWhileAsked() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.owner), about: &state, &judgements, unit: unit, now: self.example.now)
    self.example.process.judged(
      &state, judgements.current?.judgement, repairBy: judgements.current?.repairBy, now: self.example.now)
    try self.example.act(.handle(result: "业主自行修复", reason: "业主责任"), on: &state)
    for isEvaluated in [false, true] {
      if isEvaluated { try self.example.act(.evaluate(CustomerEvaluation(isAccepted: true)), on: &state) }
      let standing = judgements
      #expect(throws: Rejected.self) {
        try self.process.judge(
          self.request(.developerGoodwill, consent: "he.min"), about: &state, &judgements, unit: unit,
          now: self.example.now)
      }
      #expect(judgements == standing)
    }
    let cost = try self.process.judge(
      self.request(.explainOnly, consent: "he.min"), about: &state, &judgements, unit: unit, now: self.example.now)
    #expect(types(cost) == ["case.judged.v1"])
  }

  @Test("R-057, R-092, R-093: where no contractor repairs, the unit reports it done; not before it is judged so")
  func noContractorRepairs() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    let done = CaseAction.Deed.handle(result: "业主自行修复", reason: "业主责任")
    #expect(throws: Rejected.self) { try self.example.act(done, on: &state) }
    _ = try self.process.judge(self.request(.owner), about: &state, &judgements, unit: unit, now: self.example.now)
    let current = judgements.current
    self.example.process.judged(&state, current?.judgement, repairBy: current?.repairBy, now: self.example.now)
    let bytes = try MessageCoding.encode(column: state.course)
    #expect(try MessageCoding.decode(column: bytes, as: Course.self) == state.course)
    var revised = state
    self.example.process.judged(&revised, .builder, repairBy: .contractor, now: self.example.now)
    #expect(throws: Rejected.self) { try self.example.act(done, on: &revised) }
    #expect(types(try self.example.act(done, on: &state)) == ["case.progressed.v1"])
    #expect(state.state == .awaitingEvaluation)
    // nobody owes the survey any more.
    #expect(state.running == [.evaluation])
    let events = try self.example.act(.evaluate(CustomerEvaluation(isAccepted: true)), on: &state)
    #expect(types(events) == ["case.handled.v1"])
    #expect(state.state == .awaitingCallback)
    #expect(state.running == [.callback])
  }

  @Test("R-105: another repairs at the builder's cost only after a written reminder and three working days")
  func builderFails() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    let replace = self.request(.builder, reason: "施工单位未到场", repairBy: .contractor)
    #expect(self.faults(replace, unit: unit) == ["repairBy wrong-state"])
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: self.example.now)
    #expect(throws: Rejected.self) { try self.process.remind(&judgements, about: state, now: self.example.now) }
    // Saturday 7 January; 9, 10 and 11 January are the three working days.
    let reminded = try self.example.time("2023-01-07T10:00:00+08:00")
    try self.process.remind(&judgements, about: state, now: reminded)
    let last = try self.example.time("2023-01-11T23:59:59+08:00")
    #expect(self.faults(replace, unit: unit, judgements, now: last) == ["repairBy wrong-state"])
    let after = try self.example.time("2023-01-12T00:00:00+08:00")
    #expect(self.faults(replace, unit: unit, judgements, now: after).isEmpty)
    // Who comes upon the reminder has answered it, and is reminded again of what he does not do then.
    var (came, his) = (judgements, state)
    try self.process.arrived(&came, about: &his, now: last)
    #expect(self.faults(replace, unit: unit, came, now: after) == ["repairBy wrong-state"])
    try self.process.remind(&came, about: his, now: after)
    #expect(self.faults(replace, unit: unit, came, now: after) == ["repairBy wrong-state"])
    let limit = try self.example.time("2023-01-18T00:00:00+08:00")
    #expect(self.faults(replace, unit: unit, came, now: limit - 1) == ["repairBy wrong-state"])
    #expect(self.faults(replace, unit: unit, came, now: limit).isEmpty)
  }

  @Test("R-105: a builder who has come and does not repair as agreed is reminded and replaced, too")
  func builderDoesNotRepair() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: self.example.now)
    try self.process.arrived(&judgements, about: &state, now: self.example.now)
    let replace = self.request(.builder, reason: "施工单位查勘后未维修", repairBy: .contractor)
    let reminded = try self.example.time("2023-01-05T10:00:00+08:00")
    #expect(self.faults(replace, unit: unit, judgements, now: reminded) == ["repairBy wrong-state"])
    try self.process.remind(&judgements, about: state, now: reminded)
    // Said again, it moves nothing: 6, 9 and 10 January are the three working days.
    try self.process.remind(&judgements, about: state, now: reminded + 86_400)
    let after = try self.example.time("2023-01-11T00:00:00+08:00")
    #expect(self.faults(replace, unit: unit, judgements, now: after - 1) == ["repairBy wrong-state"])
    _ = try self.process.judge(replace, about: &state, &judgements, unit: unit, now: after)
    #expect(judgements.current?.repairBy == .contractor && judgements.notice == nil)
  }

  @Test("R-103, R-053, R-066: a builder who does not come is reminded of and escalated; one who has come is not")
  func arrival() throws {
    var judgements = CaseJudgements()
    var (state, _) = self.example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: self.example.now)
    var came = state
    let approaching = try #require(try self.example.pass(.builderArrival, of: &state) as? DeadlineApproaching)
    #expect(approaching.deadline == .builderArrival && approaching.rule == "R-103")
    for level in [EscalationLevel.unitHead, .customerServiceManager, .leaderInCharge] {
      let missed = try #require(try self.example.pass(.builderArrival, of: &state) as? DeadlineMissed)
      #expect(missed.level == level && missed.rule == "R-103")
    }
    #expect(state.timer(.builderArrival)?.nextFiring(self.example.process.rules) == nil)
    try self.process.arrived(&judgements, about: &came, now: self.example.now)
    #expect(came.timer(.builderArrival)?.isMet == true)
    #expect(came.timer(.builderArrival)?.nextFiring(self.example.process.rules) == nil)
  }

  @Test("R-103: the builder's time stands still with the case, and nobody waits for him once the work is done")
  func arrivalStandsStill() throws {
    var example = self.example
    var judgements = CaseJudgements()
    var (state, _) = example.open(part: .waterproofing)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: example.now)
    let current = judgements.current
    example.process.judged(&state, current?.judgement, repairBy: current?.repairBy, now: example.now)
    try example.act(.start(reason: "紧急"), on: &state)
    example.now = try example.time("2023-01-04T10:00:00+08:00")
    try example.act(.suspend(.season, reason: "雨季", reviewAt: nil), on: &state)
    #expect(state.timer(.builderArrival)?.isPaused == true)
    let told = try example.time("2023-01-07T00:00:00+08:00")
    #expect(throws: Rejected.self) { try self.process.remind(&judgements, about: state, now: told) }
    example.now = try example.time("2023-01-09T10:00:00+08:00")
    try example.act(.resume(reason: "天晴"), on: &state)
    // Two of the three days were left: 10 and 11 January.
    let moved = try example.time("2023-01-12T00:00:00+08:00")
    #expect(state.timer(.builderArrival)?.dueAt == moved)
    #expect(judgements.notice?.due(by: state.timer(.builderArrival)).arrivalDueAt == moved)
    #expect(throws: Rejected.self) { try self.process.remind(&judgements, about: state, now: moved - 1) }
    try self.process.remind(&judgements, about: state, now: moved)
    example.now = moved
    try example.act(.handle(result: "施工单位已修复", reason: "紧急"), on: &state)
    #expect(state.running == [.evaluation])
  }

  @Test("R-103: of a suspended case the builder's time begins when the case goes on")
  func arrivalBeginsLater() throws {
    var example = self.example
    var judgements = CaseJudgements()
    var (state, _) = example.open(part: .waterproofing)
    try example.act(.start(reason: "紧急"), on: &state)
    try example.act(.suspend(.customer, reason: "业主外出", reviewAt: nil), on: &state)
    let unit = try self.unit(completed: "2019-05-20", delivered: "2019-09-30")
    _ = try self.process.judge(self.request(.builder), about: &state, &judgements, unit: unit, now: example.now)
    #expect(state.timer(.builderArrival)?.isPaused == true)
    example.now = try example.time("2023-01-09T10:00:00+08:00")
    try example.act(.resume(reason: "业主返回"), on: &state)
    #expect(state.timer(.builderArrival)?.dueAt == (try example.time("2023-01-13T00:00:00+08:00")))
  }
}
