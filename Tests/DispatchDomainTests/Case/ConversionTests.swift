import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// What becomes of a case when the matter turns out to be another.
@Suite struct ConversionTests {
  let example: CaseExample

  init() throws { self.example = try CaseExample() }

  private func convert(_ state: inout Case, to kind: ComplaintKind) -> [any Message] {
    self.example.process.converted(&state, to: kind, qualityUnit: .projectDepartment, now: self.example.now)
  }

  @Test("R-031, R-033: an enquiry that is a complaint in truth goes to whom the rule names, with limits of its own")
  func enquiry() throws {
    var (state, _) = self.example.open(part: .heating, kind: .enquiry)
    #expect(state.unit == .customerService && state.trade == nil)
    let events = self.convert(&state, to: .complaint)
    #expect(types(events) == ["case.assigned.v1", "repair.requested.v1"])
    #expect(state.unit == .projectDepartment && state.trade == .heating && state.kind == .complaint)
    #expect(state.running.contains(.survey) && state.running.contains(.reply))
    #expect(self.convert(&state, to: .complaint).isEmpty)
  }

  @Test("R-033: an enquiry is answered within one working day, holidays skipped; as a complaint it has two")
  func enquiryLimit() throws {
    var example = self.example
    // The last working day before the Spring Festival; Saturday the 28th is a make-up day.
    example.now = try example.time("2023-01-20T11:00:00+08:00")
    var (state, _) = example.open(part: .heating, kind: .enquiry)
    #expect(try state.timer(.reply)?.dueAt == example.time("2023-01-29T00:00:00+08:00"))
    _ = example.process.converted(&state, to: .complaint, qualityUnit: .projectDepartment, now: example.now)
    #expect(try state.timer(.reply)?.dueAt == example.time("2023-01-30T00:00:00+08:00"))
  }

  @Test("R-031: who has replied goes on; a case that has ended stays as it is")
  func late() throws {
    var (state, _) = self.example.open(part: .heating, kind: .enquiry)
    try self.example.act(.reply(CasePlan("已答复")), on: &state)
    #expect(self.convert(&state, to: .complaint).isEmpty)
    #expect(state.unit == .customerService && state.kind == .complaint)
    try self.example.act(.withdraw(statement: "不用了"), on: &state)
    let ended = state
    #expect(self.convert(&state, to: .claim).isEmpty)
    #expect(state == ended)
  }

  @Test("R-022: a department handles the complaint about itself that it has received, also where a person assigns")
  func ownCase() throws {
    for policy in [PolicyProfile.cohl, .vanke] {
      let example = try CaseExample(policy: policy)
      let (state, events) = example.open(part: .heating, owner: .propertyOffice)
      #expect(state.unit == .propertyOffice && state.state == .assigned && state.trade == nil)
      #expect(types(events) == ["case.assigned.v1"])
    }
  }

  @Test("R-031, R-072: a suggestion becomes a case from each of its states, owes nothing more, and keeps counting")
  func suggestion() throws {
    let process = try SuggestionProcess(policy: .cohl, calendar: .mainlandChina)
    let number = self.example.number
    let unit = UnitAddress(project: number.project, building: "3", unit: "1201", location: nil)
    let registered = ComplaintRegistered(
      complaint: number, source: "/pms", reference: "P-7", receivedAt: self.example.now, registeredAt: self.example.now,
      channel: .hotline, kind: .suggestion, category: .engineeringQuality, grade: .general, unit: unit,
      buildingPart: .heating)
    let message = ComplaintConverted(
      complaint: number, kind: .complaint, previousKind: .suggestion, convertedAt: self.example.now,
      receivedAt: self.example.now, category: .engineeringQuality, grade: .general, unit: unit, buildingPart: .heating)
    let steps: [(SuggestionDeed?, Suggestion.State, SuggestionOutcome)] = [
      (nil, .converted, .converted),
      (.consult([.designDepartment], question: "可否？"), .converted, .converted),
      (.decline(reason: "与规划不符"), .converted, .converted),
      // The customer knows the outcome of this one.
      (.answer("已说明"), .closed, .declined),
    ]
    var (state, _) = process.open(registered)
    for (deed, end, outcome) in steps {
      if let deed { _ = try process.perform(deed, on: &state, by: "li.na", now: self.example.now) }
      var converted = state
      let decision = try process.becomesCase(&converted, message)
      #expect(converted.state == end && !converted.isOpen)
      #expect((decision.events.first as? SuggestionClosed)?.outcome == outcome)
      if end == .converted {
        #expect(Set(decision.limitsToCancel) == [.suggestionAnswer, .suggestionDecision, .suggestionImplementation])
      }
      #expect(try process.becomesCase(&converted, message).events.isEmpty)
    }
    let opened = Case(message, after: 1)
    #expect(opened.version == 1 && opened.kind == .complaint && opened.receivedAt == self.example.now)
  }
}
