import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

@Suite struct CaseProcessTests {
  let example: CaseExample

  init() throws {
    self.example = try CaseExample()
  }

  @Test("R-021, R-048: a quality complaint goes to the project department, with a repair of the right trade")
  func qualityComplaint() throws {
    let (opened, decision) = self.example.open(part: .waterproofing)
    #expect(opened.state == .assigned)
    #expect(opened.unit == .projectDepartment)
    #expect(decision.events.map { type(of: $0).type } == ["case.assigned.v1", "repair.requested.v1"])
    let request = try #require(decision.events.last as? RepairRequested)
    #expect(request.trade == .waterproofing)
    #expect(request.round == 1)
  }

  @Test("R-021: what no rule knows waits for a person, with a limit of one working day")
  func unassigned() throws {
    // Received on Friday 26 September 2025; the next working day is Sunday 28 September (make-up day).
    let received = try example.time("2025-09-26T16:40:00+08:00")
    let (opened, decision) = self.example.open(part: .other, category: .other, at: received)
    #expect(opened.state == .registered)
    #expect(decision.events.isEmpty)
    #expect(decision.limitsToSet.map(\.deadline) == [.assignment])
    #expect(decision.limitsToSet.first?.dueAt == (try example.time("2025-09-29T00:00:00+08:00")))
  }

  @Test("R-054, R-108: reply and survey are due two working days after assignment, holidays skipped")
  func limitsSkipTheHoliday() throws {
    let received = try example.time("2025-09-30T09:00:00+08:00")
    let (_, decision) = self.example.open(part: .plumbing, at: received)
    let due = try example.time("2025-10-11T00:00:00+08:00")
    #expect(decision.limitsToSet.map(\.deadline) == [.reply, .survey])
    #expect(decision.limitsToSet.allSatisfy { $0.dueAt == due })
  }

  @Test("R-316: a report about staff is given to no department")
  func staffMisconduct() {
    let (opened, _) = self.example.open(part: .other, category: .customerService, kind: .staffMisconduct)
    #expect(opened.unit == nil)
  }

  @Test func aPersonAssignsOnce() throws {
    var (state, _) = self.example.open(part: .other, category: .other)
    let decision = try self.example.process.assign(&state, to: .salesDepartment, now: self.example.now)
    #expect(decision.limitsToCancel == [.assignment])
    #expect(decision.limitsToSet.map(\.deadline) == [.reply])
    let again = try self.example.process.assign(&state, to: .salesDepartment, now: self.example.now)
    #expect(again.events.isEmpty)
    let before = state
    #expect(throws: Rejected.self) {
      try self.example.process.assign(&state, to: .propertyOffice, now: self.example.now)
    }
    #expect(state == before)
  }

  @Test("R-054: the reply stops its clock, once")
  func reply() throws {
    var (state, _) = self.example.open(part: .heating)
    let decision = try self.example.reply(&state)
    #expect(decision.limitsToCancel == [.reply])
    #expect(decision.events.count == 1)
    let standing = self.example.note(.reply)
    #expect(try self.example.reply(&state, standing: standing).events.isEmpty)
    let before = state
    let refusal = #expect(throws: Rejected.self) { try self.example.reply(&state, "不再处理", standing: standing) }
    #expect(refusal?.faults.map(\.code) == [.conflict])
    #expect(refusal?.faults.first?.message.contains("周六上午查勘") == true)
    #expect(state == before)
  }

  @Test("A second, different report that a matter is done is refused with what stands, the same again changes nothing")
  func secondReport() throws {
    var (state, _) = self.example.open(part: .propertyService, category: .propertyService)
    _ = try self.example.handle(&state)
    let standing = self.example.note(.handled, "已清扫")
    #expect(try self.example.handle(&state, standing: standing).events.isEmpty)
    let refusal = #expect(throws: Rejected.self) { try self.example.handle(&state, "未清扫", standing: standing) }
    #expect(refusal?.faults.map(\.code) == [.conflict])
    // The next round has its own report.
    _ = self.example.answer(&state, satisfied: false)
    #expect(try self.example.handle(&state, "再次清扫", standing: standing).events.count == 1)
  }

  @Test func aLimitThatNoCaseHasIsRefused() {
    let (state, _) = self.example.open(part: .heating)
    #expect(throws: Rejected("name", .unknownValue, "A case has no limit of this name.")) {
      try self.example.process.passed(
        CaseDeadline("settlement"), dueAt: self.example.now, of: state, now: self.example.now)
    }
  }

  @Test func nobodyRepliesToAnUnassignedCase() throws {
    var (state, _) = self.example.open(part: .other, category: .other)
    #expect(throws: Rejected.self) { try self.example.reply(&state) }
  }

  @Test("R-131: a case with a repair is handled by the owner's signature, not by a report")
  func handledBySignature() throws {
    var (state, _) = self.example.open(part: .heating)
    #expect(throws: Rejected.self) { try self.example.handle(&state) }
    let decision = self.example.sign(&state)
    #expect(state.state == .handled)
    #expect(decision.events.map { type(of: $0).type } == ["case.handled.v1"])
    #expect(self.example.sign(&state).events.isEmpty)
  }

  @Test("R-068: a satisfied customer closes the case")
  func satisfied() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    _ = self.example.schedule(&state)
    #expect(state.state == .awaitingCallback)
    let decision = self.example.answer(&state, satisfied: true)
    #expect(state.state == .closed)
    #expect(decision.events.map { type(of: $0).type } == ["case.closed.v1"])
  }

  @Test("R-171: a dissatisfied customer sends the case round again, with rework")
  func dissatisfied() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    _ = self.example.schedule(&state)
    let decision = self.example.answer(&state, satisfied: false)
    #expect(state.state == .reopened)
    #expect(state.round == 2)
    #expect(decision.events.map { type(of: $0).type } == ["case.reopened.v1", "repair.requested.v1"])
    // The first round's answer, delivered late, is about a round that is over.
    #expect(self.example.answer(&state, satisfied: true, round: 1).events.isEmpty)
    _ = self.example.sign(&state)
    _ = self.example.schedule(&state)
    _ = self.example.answer(&state, satisfied: true)
    #expect(state.state == .closed)
  }

  @Test("R-171: a matter without repair goes back to its unit")
  func dissatisfiedWithoutRepair() throws {
    var (state, _) = self.example.open(part: .propertyService, category: .propertyService)
    _ = try self.example.handle(&state)
    let decision = self.example.answer(&state, satisfied: false)
    #expect(decision.events.map { type(of: $0).type } == ["case.reopened.v1"])
    _ = try self.example.handle(&state)
    #expect(state.state == .handled)
  }

  @Test("R-176: a milestone callback never moves the case")
  func milestoneIsNoGate() throws {
    var (state, _) = self.example.open(part: .heating)
    _ = self.example.sign(&state)
    let before = state
    #expect(self.example.answer(&state, satisfied: false, kind: .milestone).events.isEmpty)
    #expect(state == before)
  }

  @Test(
    "R-066: a passed limit is said when the step is missing, and not when it was taken", arguments: CaseDeadline.known)
  func passedLimits(_ deadline: CaseDeadline) throws {
    let isAssignment = deadline == .assignment
    var (state, _) = self.example.open(
      part: isAssignment ? .other : .heating, category: isAssignment ? .other : .engineeringQuality)
    let due = self.example.now
    let missed = try self.example.process.passed(deadline, dueAt: due, of: state, now: due)
    let event = try #require(missed.events.first as? DeadlineMissed)
    #expect(event.deadline == deadline)
    #expect(event.dueAt == due)
    switch deadline {
    case .assignment:
      #expect(event.rule == "R-021")
      _ = try self.example.process.assign(&state, to: .propertyOffice, now: due)
    case .reply:
      #expect(event.rule == "R-054")
      _ = try self.example.reply(&state)
    default:
      #expect(event.rule == "R-108")
      _ = self.example.survey(&state)
    }
    #expect(try self.example.process.passed(deadline, dueAt: due, of: state, now: due).events.isEmpty)
  }
}
