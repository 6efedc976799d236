import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct RetentionServiceTests {
  /// A clock on which three years pass in some five seconds.
  private var settings: [String: String] {
    [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "20000000",
      "CLOCK_START": RFC3339.string(from: Date()),
    ]
  }

  @Test("R-333: three years after its end nothing in a case tells of people, unless somebody holds it")
  func cases() async throws {
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings) { world in
      let (held, other) = (try CaseMessages(serial: 1), try CaseMessages(serial: 2))
      for example in [held, other] {
        try await world.publish(
          example.registered(.propertyService, category: .propertyService), from: .intake, version: 1)
        try await world.events.wait(for: CaseAssigned.self) { $0.complaint == example.number }
        #expect(
          try await world.api.post("/cases/\(example.number)/notes", #"{"text": "王女士在家", "by": "li"}"#).status == 200)
        let letter =
          #"{"complaint": "\#(example.number)", "kind": "notice", "subject": "致王女士", "body": "您好", "contact": "客服中心", "by": "li"}"#
        let drafted = try await world.api.post("/letters", letter)
        #expect(drafted.status == 201, "\(drafted.text)")
      }
      let hold = try await world.api.post("/cases/\(held.number)/hold", #"{"reason": "起诉", "by": "zhao"}"#)
      #expect(hold.status == 200 && hold.text.contains(#""hold":"#), "\(hold.text)")
      #expect(try await world.events.wait(for: CaseHeld.self).first?.complaint == held.number)
      for example in [held, other] {
        let end = try await world.api.post(
          "/cases/\(example.number)/withdrawal", #"{"statement": "王女士撤回", "by": "li"}"#)
        #expect(end.status == 200, "\(end.text)")
      }
      let gone = try await world.events.wait(for: CaseAnonymised.self)
      #expect(gone.map(\.complaint) == [other.number])
      let words = """
        SELECT number, unit, (SELECT count(text) FROM dispatch.case_note AS note WHERE note.number = c.number),
          (SELECT subject || body FROM dispatch.letter WHERE complaint = c.number)
        FROM dispatch.repair_case AS c ORDER BY number
        """
      #expect(
        try await TestDatabase.current.run(words) == "\(held.number)|1201|3|致王女士您好\n\(other.number)||0|")
      let shown = try await world.api.get("/cases/\(other.number)")
      #expect(shown.text.contains(#""anonymisedAt""#) && !shown.text.contains("王"))
      let late = try await world.api.post("/cases/\(other.number)/hold", #"{"reason": "太迟", "by": "zhao"}"#)
      #expect(late.status == 409)
      // Its time has passed meanwhile.
      let release = try await world.api.post("/cases/\(held.number)/release", #"{"reason": "已判决", "by": "zhao"}"#)
      #expect(release.status == 200, "\(release.text)")
      try await world.events.wait(for: CaseAnonymised.self) { $0.complaint == held.number }
      try await eventually("nothing is left of either") {
        try await TestDatabase.current.run(words) == "\(held.number)||0|\n\(other.number)||0|"
      }
    }
  }

  @Test("R-333: three years after its end nothing in a suggestion tells of people")
  func suggestions() async throws {
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.suggestion(), from: .intake, version: 1)
      let path = "/suggestions/\(example.number)"
      try await eventually("the suggestion is known") { try await world.api.get(path).status == 200 }
      for (step, body) in [
        ("replies", #"{"text": "王女士，谢谢", "by": "li"}"#), ("decline", #"{"reason": "王女士已搬走", "by": "li"}"#),
        ("answer", #"{"text": "王女士，未采纳", "by": "li"}"#), ("closing", #"{"by": "li"}"#),
      ] {
        let answer = try await world.api.post("\(path)/\(step)", body)
        #expect(answer.status == 200, "\(step) \(answer.text)")
      }
      #expect(try await world.events.wait(for: CaseAnonymised.self).first?.complaint == example.number)
      let left = try await TestDatabase.current.run("SELECT first_answer || reason || outcome FROM dispatch.suggestion")
      #expect(left.isEmpty)
    }
  }

  @Test("R-333: the warranty of the home, known only when the time is looked at, makes it longer")
  func warranty() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self)
      #expect(
        try await world.api.post("/cases/\(example.number)/withdrawal", #"{"statement": "撤回", "by": "li"}"#).status
          == 200)
      try await world.events.wait(for: CaseClosed.self)
      let number = example.number.text
      try await TestDatabase.current.run(
        """
        INSERT INTO dispatch.property_unit (project, building, unit, completed_on, delivered_on, builders, periods, changed_at)
          VALUES ('CLX', '3', '1201', '2035-01-01', '2035-06-30', '[]', '[]', now());
        UPDATE dispatch.repair_case SET closed_at = '2020-01-03' WHERE number = '\(number)';
        UPDATE dispatch.deadline SET due_at = '2020-01-03' WHERE subject = '\(number)' AND name = 'retention';
        """)
      let due = "SELECT due_at AT TIME ZONE 'Asia/Shanghai' FROM dispatch.deadline WHERE name = 'retention'"
      try await eventually("it is looked at again three years after five years of warranty") {
        try await TestDatabase.current.run(due) == "2043-07-01 00:00:00"
      }
      #expect(try world.events.all(CaseAnonymised.self).isEmpty)
    }
  }
}
