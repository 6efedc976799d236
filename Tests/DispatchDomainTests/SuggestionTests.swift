import DispatchDomain
import Foundation
import Messages
import Policy
import TestSupport
import Testing
import WorkCalendar

/// The way of a suggestion: nothing is carried out without consent, and the customer hears of it in time.
@Suite struct SuggestionTests {
  let process: SuggestionProcess
  let example: CaseExample
  let registered: ComplaintRegistered
  let now: Date

  init() throws {
    self.example = try CaseExample()
    self.process = try SuggestionProcess(policy: .cohl, calendar: .mainlandChina)
    let project = try #require(ProjectCode("CLX"))
    // Friday 26 September 2025; Sunday 28 September is a make-up day, 1 to 8 October are holidays.
    self.now = try self.example.time("2025-09-26T16:40:00+08:00")
    self.registered = ComplaintRegistered(
      complaint: ComplaintNumber(project: project, year: 2025, serial: 7), source: "/pms", reference: "P-7",
      receivedAt: self.now, registeredAt: self.now, channel: .suggestionBox, kind: .suggestion,
      category: .propertyService, grade: .general,
      unit: UnitAddress(project: project, building: "3", unit: "1201", location: nil), buildingPart: .other)
  }

  private func perform(
    _ deeds: [SuggestionDeed], on state: inout Suggestion, by person: String = "li.na"
  ) throws -> Decision {
    var last = Decision()
    for deed in deeds { last = try self.process.perform(deed, on: &state, by: person, now: self.now) }
    return last
  }

  private func opened() -> Suggestion { self.process.open(self.registered).0 }

  @Test("R-072: the customer has a first answer within two working days, make-up day counted")
  func firstAnswer() throws {
    let (opened, decision) = self.process.open(self.registered)
    #expect(opened.state == .received)
    #expect(decision.limitsToSet.map(\.deadline) == [.suggestionAnswer])
    #expect(decision.limitsToSet.first?.dueAt == (try self.example.time("2025-09-30T00:00:00+08:00")))
    var state = opened
    #expect(try self.perform([.reply("已收到，正在研究")], on: &state).limitsToCancel == [.suggestionAnswer])
    #expect(throws: Rejected.self) { try self.perform([.reply("另一个答复")], on: &state) }
  }

  @Test("R-072: it is decided within ten working days of the consultation, holidays skipped")
  func decisionLimit() throws {
    var state = self.opened()
    let decision = try self.perform([.consult([.designDepartment], question: "可否加装雨棚？")], on: &state)
    #expect(decision.limitsToSet.map(\.deadline) == [.suggestionDecision])
    // 28, 29, 30 September, 9, 10, 11, 13, 14, 15, 16 October.
    #expect(decision.limitsToSet.first?.dueAt == (try self.example.time("2025-10-17T00:00:00+08:00")))
  }

  @Test("R-071: without the recorded consent of every department concerned it cannot be carried out")
  func consent() throws {
    var state = self.opened()
    let due = self.now.addingTimeInterval(86_400 * 30)
    #expect(throws: Rejected.self) { try self.perform([.start(dueAt: due)], on: &state) }
    _ = try self.perform(
      [
        .consult([.designDepartment, .propertyOffice], question: "可否加装雨棚？"),
        .opinion(of: .designDepartment, consents: true, text: "同意"),
      ], on: &state)
    #expect(state.state == .inConsultation)
    #expect(throws: Rejected.self) { try self.perform([.start(dueAt: due)], on: &state) }
    #expect(throws: Rejected.self) {
      try self.perform([.opinion(of: .salesDepartment, consents: true, text: "同意")], on: &state)
    }
    // A department may object, and think again until it is decided.
    _ = try self.perform([.opinion(of: .propertyOffice, consents: false, text: "影响消防")], on: &state)
    #expect(state.state == .inConsultation)
    let decision = try self.perform([.opinion(of: .propertyOffice, consents: true, text: "改用阻燃材料后同意")], on: &state)
    #expect(state.state == .approved && decision.limitsToCancel == [.suggestionDecision])
    _ = try self.perform([.start(dueAt: due)], on: &state)
    #expect(state.state == .implementing)
  }

  @Test("R-072: declined with a reason, told to the customer, closed")
  func declined() throws {
    var state = self.opened()
    _ = try self.perform([.decline(reason: "与规划不符")], on: &state)
    #expect(throws: Rejected.self) { try self.perform([.close], on: &state) }
    let closing = try self.perform([.answer("已说明原因"), .close], on: &state)
    #expect(state.state == .closed)
    #expect((closing.events.first as? SuggestionClosed)?.outcome == .declined)
  }

  @Test("R-073: one that shows dissatisfaction becomes a complaint with a number of its own")
  func conversion() throws {
    var state = self.opened()
    let own = state.number
    #expect(throws: Rejected.self) { try self.perform([.convert(to: own, reason: "不满")], on: &state) }
    let complaint = ComplaintNumber(project: own.project, year: 2025, serial: 8)
    let decision = try self.perform([.convert(to: complaint, reason: "不满")], on: &state)
    #expect(state.state == .converted && state.convertedTo == complaint)
    #expect((decision.events.first as? SuggestionClosed)?.convertedTo == complaint)
    #expect(throws: Rejected.self) { try self.perform([.decline(reason: "无")], on: &state) }
  }

  @Test("R-072: a limit is missed only while its step is owed")
  func missedLimits() throws {
    var state = self.opened()
    let missed = try self.process.passed(.suggestionAnswer, dueAt: self.now, of: state, now: self.now)
    #expect((missed.events.first as? DeadlineMissed)?.rule == "R-072")
    _ = try self.perform([.reply("已收到")], on: &state)
    #expect(try self.process.passed(.suggestionAnswer, dueAt: self.now, of: state, now: self.now).events.isEmpty)
    #expect(try self.process.passed(.suggestionDecision, dueAt: self.now, of: state, now: self.now).events.isEmpty)
    #expect(throws: Rejected.self) {
      try self.process.passed(.survey, dueAt: self.now, of: state, now: self.now)
    }
  }

  @Test(
    "R-071, R-072: whatever people try, it is carried out only with every consent, ends told, and no repeat changes it")
  func anyHistory() throws {
    var generator = SeededGenerator()
    let units: [ResponsibleUnit] = [.designDepartment, .propertyOffice, .salesDepartment]
    for _ in 0..<400 {
      var state = self.opened()
      for _ in 0..<25 {
        let unit = units.randomElement(using: &generator) ?? .designDepartment
        let deeds: [SuggestionDeed] = [
          .reply("答"), .consult([unit], question: "问"),
          .opinion(of: unit, consents: Bool.random(using: &generator), text: "见"), .decline(reason: "因"),
          .start(dueAt: self.now.addingTimeInterval(1)), .answer("果"), .close,
          .convert(to: ComplaintNumber(project: state.number.project, year: 2025, serial: 8), reason: "转"),
        ]
        let deed = deeds.randomElement(using: &generator) ?? .close
        let before = state
        do {
          _ = try self.process.perform(deed, on: &state, by: "li.na", now: self.now)
        } catch {
          #expect(state == before, "\(generator)")
          continue
        }
        let once = state
        let again = try self.process.perform(deed, on: &state, by: "li.na", now: self.now)
        #expect(state == once && again.events.isEmpty, "\(deed) \(generator)")
        if state.state == .approved || state.state == .implementing {
          #expect(
            !state.consultations.isEmpty && state.consultations.allSatisfy { $0.consents == true }, "\(generator)")
        }
        #expect(state.state != .closed || state.outcome != nil, "\(generator)")
        #expect(state.isOpen == (state.closedAt == nil), "\(generator)")
      }
    }
  }
}
