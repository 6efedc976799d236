import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

/// What people do to cases over HTTP, beside the main path.
@Suite(.broker(definitions: true), .database(schemas: true)) struct CaseFormTests {
  @Test("R-058, R-059, R-051: given back, assigned anew, disputed and decided; each step is told")
  func sideways() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.heating), from: .intake, version: 1)
      try await world.events.wait(for: RepairRequested.self)
      let steps: [(String, String, String)] = [
        ("return", #"{"cause": "not-ours", "opinion": "属物业范围", "by": "li.na"}"#, "returned"),
        ("assignment", #"{"unit": "property-office", "contributors": ["design-department"], "by": "sun"}"#, "assigned"),
        (
          "reply",
          """
          {"plan": "分两步处理", "complex": true, "by": "li.na",
            "stages": [{"name": "查明原因", "dueAt": "2099-01-10T18:00:00+08:00"}]}
          """, "planned"
        ),
        ("start", #"{"by": "li.na"}"#, "in-progress"),
        ("suspension", #"{"cause": "customer", "reason": "业主外出", "by": "sun"}"#, "suspended"),
        ("resumption", #"{"reason": "业主回来", "by": "sun"}"#, "in-progress"),
        ("dispute", #"{"opinions": "物业与设计意见不一", "by": "sun"}"#, "escalated"),
        ("decision", #"{"ruling": "work", "reason": "由物业处理", "by": "zhao"}"#, "in-progress"),
        ("handled", #"{"result": "已处理", "by": "li.na"}"#, "awaiting-evaluation"),
        ("evaluation", #"{"accepted": true, "opinion": "同意", "by": "li.na"}"#, "awaiting-callback"),
        ("withdrawal", #"{"statement": "不再追究", "by": "sun"}"#, "withdrawn"),
      ]
      for (form, body, state) in steps {
        let answer = try await world.api.post("/cases/\(example.number)/\(form)", body)
        #expect(answer.status == 200, "\(form): \(answer.text)")
        #expect(answer.text.contains(#""state":"\#(state)""#), "\(form): \(answer.text)")
      }
      let closed = try await world.events.wait(for: CaseClosed.self)
      let progress = try world.events.all(CaseProgressed.self).map(\.step)
      #expect(progress == [.returned, .started, .suspended, .started, .escalated, .started, .done])
      #expect(closed.map(\.outcome) == [.withdrawn])
      let versions = world.events.all.filter { $0.subject == example.number.text }.compactMap(\.aggregateVersion)
      #expect(versions == Array(1...Int64(versions.count)))
      let left = try await TestDatabase.current.run("SELECT count(*) FROM dispatch.deadline WHERE name <> 'retention'")
      #expect(left == "0")
    }
  }

  @Test("Every limit of a case can be explained, in Chinese and English")
  func explanation() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.heating), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self)
      let limits = try await world.api.get("/cases/\(example.number)/deadlines")
      #expect(limits.text.contains(#""rule":"R-054""#) && limits.text.contains(#""rule":"R-108""#))
      let answer = try await world.api.get("/cases/\(example.number)/deadlines/reply/explanation")
      #expect(answer.status == 200)
      #expect(answer.text.contains("2个工作日") && answer.text.contains("2 working days"))
      #expect(answer.text.contains("截止") && answer.text.contains("Due "))
      #expect(try await world.api.get("/cases/\(example.number)/deadlines/decision/explanation").status == 404)
    }
  }

  @Test("R-066: overdue cases are found, also by unit and grade")
  func overdue() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.other, category: .other), from: .intake, version: 1)
      // Registered in January 2023: the limit of R-021 has passed.
      try await world.events.wait(for: DeadlineMissed.self)
      #expect(try await world.api.get("/cases?overdue=true").text.contains(example.number.text))
      #expect(try await world.api.get("/cases?overdue=true&grade=major").text.contains(example.number.text) == false)
      #expect(try await world.api.get("/cases?unit=sales-department").text.contains(example.number.text) == false)
      #expect(try await world.api.get("/cases?project=CLX").text.contains(example.number.text))
    }
  }

  @Test("R-060, R-061, R-062: a withdrawn department hands its open quality cases over, and gets no new ones")
  func withdrawal() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let (first, second) = (try CaseMessages(serial: 1), try CaseMessages(serial: 2))
      try await world.publish(first.registered(.heating), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self)
      let before = try await TestDatabase.current.run("SELECT state, course->'timers' FROM dispatch.repair_case")
      let message = ProjectChanged(
        project: first.number.project, name: "翠林兰溪园", departmentWithdrawnOn: try CalendarDay("2023-06-30"),
        changedAt: Date())
      try await world.publish(message, from: .intake, version: 1)
      let moved = try #require(try await world.events.wait(for: CaseProgressed.self).first)
      #expect(moved.step == .handedOver && moved.unit == .customerService)
      #expect(try await TestDatabase.current.run("SELECT state, course->'timers' FROM dispatch.repair_case") == before)
      try await world.publish(second.registered(.heating), from: .intake, version: 1)
      let assigned = try await world.events.wait(for: CaseAssigned.self) { $0.complaint == second.number }
      #expect(assigned.first?.unit == .customerService)
      // Nor does a person give it any, alone or beside others.
      let third = try CaseMessages(serial: 3)
      try await world.publish(third.registered(.other), from: .intake, version: 1)
      let path = "/cases/\(third.number)"
      try await eventually("the third waits for a unit") { try await world.api.get(path).status == 200 }
      for body in [
        #"{"unit": "project-department", "by": "li.na"}"#, #"{"unit": "project-office", "by": "li.na"}"#,
        #"{"unit": "customer-service", "contributors": ["project-department"], "by": "li.na"}"#,
      ] {
        let refused = try await world.api.post("\(path)/assignment", body)
        #expect(refused.status == 409 && refused.faults == ["unit conflict"], "\(refused.text)")
      }
      let given = try await world.api.post("\(path)/assignment", #"{"unit": "customer-service", "by": "li.na"}"#)
      #expect(given.status == 200)
      let list = try await world.api.get("/projects/\(first.number.project)/handover")
      #expect(list.text.contains(first.number.text) && !list.text.contains(second.number.text))
      #expect(list.text.contains(#""handedOverFrom":"project-department""#))
    }
  }

  @Test("R-046: a new grade brings the shorter limits")
  func regrade() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.heating), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self)
      let message = ComplaintRegraded(
        complaint: example.number, grade: .major, previousGrade: .general, category: .engineeringQuality,
        previousCategory: .engineeringQuality, reason: .verification, regradedAt: Date())
      try await world.publish(message, from: .intake, version: 2)
      try await eventually("the case is major") {
        try await world.api.get("/cases/\(example.number)").text.contains(#""grade":"major""#)
      }
      let limits = try await world.api.get("/cases/\(example.number)/deadlines")
      #expect(limits.text.contains(#""name":"leader-told""#))
      let told = try await world.api.post("/cases/\(example.number)/leader-notice", #"{"text": "已报", "by": "sun"}"#)
      #expect(told.status == 200)
      #expect(
        try await world.api.post("/cases/\(example.number)/leader-notice", #"{"text": "再报", "by": "sun"}"#).status
          == 409)
    }
  }

  @Test(
    "R-052, R-069: who looks at a case notes it; those that nobody looked at, and those without a next action, are found"
  )
  func followUp() async throws {
    // A week passes in a second.
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T10:00:00+08:00", "CLOCK_RATE": "604800", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.other, category: .other), from: .intake, version: 1)
      let reminders = try await world.events.wait(for: DeadlineApproaching.self, count: 2) { $0.deadline == .followUp }
      #expect(reminders.allSatisfy { $0.rule == "R-052" && $0.unit == .customerService })
      #expect(try await world.api.get("/cases?forgotten=true").text.contains(example.number.text))
      // R-069: its limit was missed long ago, and it is still owed.
      #expect(try await world.api.get("/cases?idle=true").text.contains(example.number.text) == false)
      let noted = try await world.api.post("/cases/\(example.number)/notes", #"{"text": "等待分派", "by": "li.na"}"#)
      #expect(noted.status == 200 && noted.text.contains("lookedAt"), "\(noted.text)")
      #expect(try await world.api.get("/cases/\(example.number)").text.contains("等待分派"))
      _ = try await TestDatabase.current.run("UPDATE dispatch.repair_case SET next_due_at = NULL")
      #expect(try await world.api.get("/cases?idle=true").text.contains(example.number.text))
    }
  }

  @Test(
    "R-189, R-172: a refused callback ends the case apart; three dissatisfied ones raise the grade, and intake is told")
  func endsOfCallbacks() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let (one, two) = (try CaseMessages(serial: 1), try CaseMessages(serial: 2))
      for example in [one, two] {
        try await world.publish(example.registered(.heating), from: .intake, version: 1)
        try await world.publish(try example.signed(round: 1), from: .contractors)
      }
      try await world.events.wait(for: CaseHandled.self, count: 2)
      try await world.publish(one.refused(round: 1), from: .callback)
      let closed = try #require(try await world.events.wait(for: CaseClosed.self).first)
      #expect(closed.complaint == one.number && closed.outcome == .refused)
      let left = try await TestDatabase.current.run(
        "SELECT count(*) FROM dispatch.deadline WHERE subject = '\(one.number)' AND name <> 'retention'")
      #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
      for round in 1...3 {
        try await world.publish(try two.answered(round: round, satisfied: false), from: .callback)
        try await world.events.wait(for: CaseReopened.self, count: round)
        guard round < 3 else { break }
        try await world.publish(try two.signed(round: round + 1), from: .contractors)
        try await world.events.wait(for: CaseHandled.self, count: 2 + round)
      }
      let regraded = try #require(try await world.events.wait(for: CaseRegraded.self).first)
      #expect(regraded.complaint == two.number && regraded.grade == .important)
    }
  }
}
