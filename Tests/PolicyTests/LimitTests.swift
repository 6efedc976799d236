import Foundation
import Testing
import WorkCalendar

@testable import Policy

@Suite struct LimitTests {
  @Test(arguments: [
    (#"{"workingDays":2}"#, "2 workingDays"), (#"{"calendarDays":7}"#, "7 calendarDays"),
    (#"{"hours":24}"#, "24 hours"),
    (#"{"weeks":1}"#, "1 weeks"), (#"{"months":3}"#, "3 months"),
  ])
  func readsAndWritesOneKeyThatNamesTheUnit(_ json: String, _ description: String) throws {
    let limit = try JSONDecoder().decode(Limit.self, from: Data(json.utf8))
    #expect(limit.description == description)
    #expect(try JSONEncoder().encode(limit) == Data(json.utf8))
  }

  @Test(arguments: [
    #"{"workingDays":0}"#, #"{"workingDays":-1}"#, #"{"workingDays":10001}"#, "{}", #"{"years":1}"#,
    #"{"workingDays":2,"hours":3}"#,
  ])
  func refusesWhatIsNoLimit(_ json: String) {
    let error = #expect(throws: PolicyError.self) { try JSONDecoder().decode(Limit.self, from: Data(json.utf8)) }
    #expect(error?.code == .invalidLimit)
    #expect(error?.isRetriable == false)
  }

  @Test(
    "R-002 to R-005, R-008: each unit counts in its own way",
    arguments: [
      (Limit.Unit.workingDays, "2025-10-09 24:00"), (.calendarDays, "2025-10-09 24:00"), (.hours, "2025-09-30 10:00"),
      (.weeks, "2025-10-09 24:00"), (.months, "2025-10-30 24:00"),
    ]) func units(_ unit: Limit.Unit, _ expected: String) throws
  {
    let start = try Date("2025-09-30T09:00:00+08:00", strategy: .iso8601)
    let due = try Limit(1, unit).due(after: start, calendar: .mainlandChina)
    #expect("\(due.day) \(due.time)" == expected)
  }

  @Test("R-009: an appointment replaces the limit of R-108; the limit returns when the appointment is cancelled")
  func appointment() throws {
    let received = try Date("2025-10-09T09:30:00+08:00", strategy: .iso8601)
    let agreed = try Date("2025-10-19T15:00:00+08:00", strategy: .iso8601)
    let survey = try PolicyProfile.cohl.limit(.survey)
    let due = survey.due(after: received, appointment: agreed, calendar: .mainlandChina)
    #expect(due.instant == agreed)
    #expect("\(due.day) \(due.time)" == "2025-10-19 15:00")
    let cancelled = survey.due(after: received, appointment: nil, calendar: .mainlandChina)
    #expect("\(cancelled.day) \(cancelled.time)" == "2025-10-11 24:00")
  }

  @Test(arguments: [
    "R-54", "r-054", "R-0054", "R-000", "R-05x", "054", "", "R--54", "R-٠٥٤", "R-054.", "R-054.Two", "R-054.a-",
    "R-054.a.b",
  ])
  func ruleNumbersAreChecked(_ text: String) {
    let error = #expect(throws: PolicyError.self) { try RuleID(text) }
    #expect(error?.code == .invalidRuleID)
  }

  @Test func ruleNumbersAreTextInJSON() throws {
    let rule = try RuleID("R-054")
    #expect(rule == .reply)
    #expect(rule < .survey)
    let json = try JSONEncoder().encode([rule])
    #expect(String(decoding: json, as: UTF8.self) == #"["R-054"]"#)
    #expect(try JSONDecoder().decode([RuleID].self, from: json) == [rule])
  }

  @Test func aRuleWithSeveralLimitsNamesTheStep() throws {
    let decision = try RuleID("R-072.decision")
    #expect(decision == .suggestionDecision)
    #expect(decision != .suggestionAnswer)
    #expect("\(decision)" == "R-072")
    #expect(decision.key == "R-072.decision")
    #expect(try JSONDecoder().decode([RuleID].self, from: JSONEncoder().encode([decision])) == [decision])
  }
}
