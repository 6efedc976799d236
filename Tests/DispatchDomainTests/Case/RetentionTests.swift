import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// How long what a case says of people is kept.
@Suite struct RetentionTests {
  private var example: CaseExample

  init() throws { self.example = try CaseExample() }

  /// Ended on 3 January 2023.
  private func ended(kind: ComplaintKind = .complaint) throws -> Case {
    var (state, _) = self.example.open(part: .other, category: .other, kind: kind)
    try self.example.act(.withdraw(statement: "已自行解决"), on: &state)
    return state
  }

  private func pass(
    _ state: inout Case, warrantyEnds: String? = nil, at time: String
  ) throws -> (events: [any Message], again: Date?) {
    self.example.process.retentionPassed(
      &state, warrantyEnds: try warrantyEnds.map { try CalendarDay($0) }, now: try self.example.time(time)
    )
  }

  @Test("R-333: without a warranty a case is kept for three years after its end, to the end of the day")
  func boundary() throws {
    var state = try self.ended()
    let until = try self.example.time("2026-01-04T00:00:00+08:00")
    #expect(self.example.process.keptUntil(state) == until)
    let early = try self.pass(&state, at: "2026-01-03T23:59:59+08:00")
    #expect(early.events.isEmpty && early.again == until)
    #expect(state.address.unit == "1201" && state.course.anonymisedAt == nil)
    let due = try self.pass(&state, at: "2026-01-04T00:00:00+08:00")
    #expect(types(due.events) == ["case.anonymised.v1"] && due.again == nil)
    #expect(state.course.anonymisedAt == until)
    #expect(state.address.building == "3" && state.address.unit.isEmpty && state.address.location == nil)
  }

  @Test("R-333: where the warranty of the part ends after the case, the three years begin with its last day")
  func warranty() throws {
    var state = try self.ended()
    let looked = try self.pass(&state, warrantyEnds: "2025-11-30", at: "2026-01-04T00:00:00+08:00")
    let until = try self.example.time("2028-12-01T00:00:00+08:00")
    #expect(looked.events.isEmpty && looked.again == until)
    let due = try self.pass(&state, warrantyEnds: "2025-11-30", at: "2028-12-01T00:00:00+08:00")
    #expect(types(due.events) == ["case.anonymised.v1"])
    // It has gone, and goes once.
    let again = try self.pass(&state, at: "2029-12-01T00:00:00+08:00")
    #expect(again.events.isEmpty && again.again == nil)
    var old = try self.ended()
    #expect(types(try self.pass(&old, warrantyEnds: "2020-11-30", at: "2026-01-04T00:00:00+08:00").events).count == 1)
  }

  @Test("R-011, R-068, R-333: what has ended is opened again, and kept, by the policy with which it ended")
  func version() throws {
    var limits = PolicyProfile.cohl.limits
    limits[.reopening] = try Limit(1, .calendarDays)
    limits[.retention] = try Limit(1, .months)
    let newer = PolicyProfile(
      name: "cohl", version: 2, limits: limits, switches: [], commissionNumberPrefix: "X", satisfiedFromScore: 4)
    let process = try CaseProcess(policy: newer, of: PolicyRegister([.cohl, newer]), calendar: .mainlandChina)
    var (state, _) = self.example.open(part: .heating)
    try self.example.act(.reply(CasePlan("查勘")), on: &state)
    _ = self.example.survey(&state)
    _ = self.example.sign(&state)
    _ = self.example.answer(&state, satisfied: true)
    #expect(state.course.endedUnder == PolicyProfile.cohl.reference)
    #expect(process.keptUntil(state) == (try self.example.time("2026-01-04T00:00:00+08:00")))
    let action = CaseAction(state.number, .reopen(reason: "又漏"), by: "li.na")
    let later = try self.example.time("2023-01-20T10:00:00+08:00")
    #expect(types(try process.perform(action, on: &state, standing: nil, now: later)).first == "case.reopened.v1")
  }

  @Test("R-333: what is open is kept, also when it was closed before and its time would have passed")
  func open() throws {
    var (state, _) = self.example.open(part: .heating)
    #expect(self.example.process.keptUntil(state) == nil)
    let looked = try self.pass(&state, at: "2036-01-04T00:00:00+08:00")
    #expect(looked.events.isEmpty && looked.again == nil && state.address.unit == "1201")
  }

  @Test("R-333: a claim is held by itself, and a case that waited for a court; nothing of it goes until it is released")
  func heldByRule() throws {
    let (claim, events) = self.example.open(part: .other, category: .other, kind: .claim)
    #expect(types(events).contains("case.held.v1") && claim.course.hold?.by == nil)
    var (converted, _) = self.example.open(part: .heating)
    let told = self.example.process.converted(
      &converted, to: .claim, qualityUnit: .projectDepartment, now: self.example.now)
    #expect(types(told).contains("case.held.v1") && converted.course.hold != nil)
    var court = try self.example.service(unit: .propertyOffice)
    try self.example.act(.reply(CasePlan("查勘")), on: &court)
    try self.example.act(.start(reason: nil), on: &court)
    #expect(
      types(try self.example.act(.suspend(.court, reason: "起诉", reviewAt: nil), on: &court)).contains("case.held.v1"))
    try self.example.act(.resume(reason: "已判决"), on: &court)
    try self.example.act(.withdraw(statement: "和解"), on: &court)
    #expect(self.example.process.keptUntil(court) == nil)
    let held = try self.pass(&court, at: "2036-01-04T00:00:00+08:00")
    #expect(held.events.isEmpty && court.address.unit == "1201")
    #expect(types(try self.example.act(.release(reason: "判决已执行"), on: &court)) == ["case.held.v1"])
    #expect(types(try self.pass(&court, at: "2036-01-04T00:00:00+08:00").events) == ["case.anonymised.v1"])
  }

  @Test("R-333: a person holds a case and releases it, each once; what has gone cannot be held")
  func heldByPerson() throws {
    var state = try self.ended()
    let events = try self.example.act(.hold(reason: "业主将起诉"), on: &state)
    #expect((events.first as? CaseHeld)?.isHeld == true && state.course.hold?.by == "li.na")
    let refusal = #expect(throws: Rejected.self) { try self.example.act(.hold(reason: "再次"), on: &state) }
    #expect(refusal?.faults.map(\.code) == [.wrongState])
    #expect((try self.example.act(.release(reason: "未起诉"), on: &state).first as? CaseHeld)?.isHeld == false)
    #expect(throws: Rejected.self) { try self.example.act(.release(reason: "再次"), on: &state) }
    _ = try self.pass(&state, at: "2026-01-04T00:00:00+08:00")
    #expect(throws: Rejected.self) { try self.example.act(.hold(reason: "太迟"), on: &state) }
  }

  @Test("R-333: the warranty is that of the part, of a longer promise too; where dates are missing none ends too early")
  func lastDay() throws {
    let process = try JudgementProcess(rules: self.example.process.rules, table: try WarrantyTable.national())
    let (state, _) = self.example.open(part: .waterproofing)
    func ends(_ unit: PropertyUnit?) -> String? {
      process.warrantyEnds(state, nil, unit: unit)?.description
    }
    let facts = try WarrantyExample().facts(completed: "2019-11-30", delivered: "2020-06-30")
    // Five years from completion for the builder, from delivery for the developer.
    #expect(ends(PropertyUnit(warranty: facts, builders: [])) == "2025-06-30")
    // The day of the report, 3 January 2023, stands for what is not known.
    #expect(ends(nil) == "2028-01-03")
    let (other, _) = self.example.open(part: .propertyService)
    #expect(process.warrantyEnds(other, nil, unit: nil) == nil)
  }
}
