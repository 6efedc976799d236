import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct GradingRouteTests {
  @Test("R-031, R-046: grade and kind change with a reason; the history is kept and the others are told in order")
  func changes() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      let number = try #require(try await world.events.wait(for: ComplaintRegistered.self).first).complaint
      let graded = try await world.api.post(
        "/complaints/\(number)/grade", #"{"grade": "important", "reason": "loss-of-use", "by": "li.na"}"#)
      #expect(graded.status == 200, "\(graded.text)")
      let converted = try await world.api.post(
        "/complaints/\(number)/kind", #"{"kind": "repair-application", "by": "li.na"}"#)
      #expect(converted.status == 200)
      let regraded = try #require(try await world.events.wait(for: ComplaintRegraded.self).first)
      #expect(regraded.grade == .important && regraded.previousGrade == .general)
      try await world.events.wait(for: ComplaintConverted.self)
      #expect(world.events.all.filter { $0.subject == number.text }.map(\.aggregateVersion) == [1, 2, 3])
      let history = try await world.api.get("/complaints/\(number)/history")
      #expect(history.text.contains("loss-of-use") && history.text.contains("repair-application"))
      // What the sender hands in again is compared with what he handed in first.
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      try await world.publish(try ComplaintExample.report("PMS-2"), as: "pms")
      try await world.events.wait(for: ComplaintRegistered.self, count: 2)
      #expect(try world.events.all(ComplaintRejected.self).isEmpty)
      let missing = try await world.api.post(
        "/complaints/CLX-2023-999999/grade", #"{"grade": "hot", "reason": "other", "by": "li.na"}"#)
      #expect(missing.status == 404)
    }
  }

  @Test("R-172: a grade that dispatch has raised stands in the register, with its history; a graver one stays")
  func raisedByDispatch() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      let number = try #require(try await world.events.wait(for: ComplaintRegistered.self).first).complaint
      func raise(to grade: Grade) async throws {
        try await world.publish(
          CaseRegraded(
            complaint: number, grade: grade, previousGrade: .general, reason: .dissatisfaction, regradedAt: Date()),
          from: .dispatch)
      }
      try await raise(to: .important)
      let told = try #require(try await world.events.wait(for: ComplaintRegraded.self).first)
      #expect(told.grade == .important && told.reason == .dissatisfaction && told.post == nil)
      try await raise(to: .hot)
      try await raise(to: .important)
      try await raise(to: .major)
      try await world.events.wait(for: ComplaintRegraded.self, count: 2)
      #expect(try world.events.all(ComplaintRegraded.self).map(\.grade) == [.important, .major])
      #expect(try await world.api.get("/complaints/\(number)/history").text.contains("dissatisfaction"))
      #expect(try world.events.all(ComplaintRejected.self).isEmpty)
    }
  }

  @Test("R-044: four people with one matter within a month: every complaint of it becomes hot, by itself")
  func hotMatter() async throws {
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T10:00:00+08:00", "CLOCK_RATE": "3600", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(IntakeDefinition.self, settings: settings) { world in
      try await ComplaintExample.registerProject(world)
      for person in 1...4 {
        let body = ComplaintExample.body
          .replacingOccurrences(of: "WEB-1", with: "WEB-\(person)")
          .replacingOccurrences(of: "13800138000", with: "1380013800\(person)")
          .replacingOccurrences(of: #""unit": "1201""#, with: #""unit": "\#(person)01""#)
        #expect(try await world.api.post("/complaints", body).status == 201)
      }
      let regraded = try await world.events.wait(for: ComplaintRegraded.self, count: 4)
      #expect(regraded.allSatisfy { $0.grade == .hot && $0.reason == .hotMatter && $0.post == nil })
      #expect(Set(regraded.map(\.complaint.serial)) == [1, 2, 3, 4])
      #expect(Set(regraded.map(\.matter?.first.serial)) == [1])
      let matters = try await world.api.get("/matters?project=CLX")
      #expect(matters.text.contains("hotAt"))
      #expect(try await world.api.get("/complaints/\(regraded[0].complaint)").text.contains(#""grade":"hot""#))
    }
  }

  @Test("R-044: the matter is found in a project in which thousands complain of other things in the same month")
  func hotMatterAmongThousands() async throws {
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T10:00:00+08:00", "CLOCK_RATE": "3600", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(IntakeDefinition.self, settings: settings) { world in
      try await ComplaintExample.registerProject(world)
      // Later than those of the matter, two people a place.
      try await TestDatabase.current.run(
        """
        INSERT INTO intake.complaint_series VALUES ('CLX', 2023, 6000);
        INSERT INTO intake.complaint (number, project, year, serial, source, reference, received_at, registered_at, channel,
            kind, category, grade, surname, telephone, building, unit, building_part, content)
          SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), 'CLX', 2023, n, '/pms', 'PMS-' || n, '2023-01-03T09:30:00+08:00',
            '2023-01-03T09:31:00+08:00', 'hotline', 'complaint', 'engineering-quality', 'general', '王',
            (13900000000 + n)::text, 'B' || n % 3000, '1201', 'waterproofing', '卫生间吊顶漏水。'
          FROM generate_series(1, 6000) n;
        """)
      for person in 1...4 {
        let body = ComplaintExample.body
          .replacingOccurrences(of: "WEB-1", with: "WEB-\(person)")
          .replacingOccurrences(of: "13800138000", with: "1380013800\(person)")
        #expect(try await world.api.post("/complaints", body).status == 201)
      }
      let regraded = try await world.events.wait(for: ComplaintRegraded.self, count: 4)
      #expect(regraded.map(\.complaint.serial).sorted() == [6001, 6002, 6003, 6004])
    }
  }

  @Test("R-029: new rules are tried on the past, proposed, and grade only when they are in force")
  func triageRules() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let burning = try ComplaintExample.report("PMS-1", content: "插座起火。")
      try await world.publish(burning, as: "pms")
      #expect(try await world.events.wait(for: ComplaintRegistered.self).first?.grade == .major)
      let rules = #""rules": [{"name": "drip", "words": ["滴水"], "grade": "important"}]"#
      let preview = try await world.api.post("/triage-rules/preview", "{\(rules), \"project\": \"CLX\"}")
      #expect(preview.text.contains(#""from":"major","to":"general""#), "\(preview.text)")
      #expect(preview.text.contains("CLX-20") && !preview.text.contains("起火"))
      let proposed = try await world.api.post("/triage-rules", "{\(rules), \"by\": \"li.na\"}")
      #expect(proposed.text.contains(#""version":2"#))
      try await world.publish(try ComplaintExample.report("PMS-2"), as: "pms")
      let before = try await world.events.wait(for: ComplaintRegistered.self) { $0.reference == "PMS-2" }
      #expect(before.first?.grade == .general)
      #expect(try await world.api.post("/triage-rules/9/activation", "{}").status == 404)
      #expect(try await world.api.post("/triage-rules/2/activation", "{}").status == 200)
      try await world.publish(try ComplaintExample.report("PMS-3"), as: "pms")
      let after = try await world.events.wait(for: ComplaintRegistered.self) { $0.reference == "PMS-3" }
      #expect(after.first?.grade == .important)
      #expect(try await world.api.get("/triage-rules").text.contains("drip"))
    }
  }

  @Test("Possible duplicates of the same home and part are shown while recording, with similar words only")
  func similar() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let body = ComplaintExample.body.replacingOccurrences(
        of: "2023-01-03T09:12:00+08:00", with: RFC3339.string(from: Date().addingTimeInterval(-60)))
      #expect(try await world.api.post("/complaints", body).status == 201)
      func ask(_ content: String, unit: String = "1201") async throws -> String {
        try await world.api.post(
          "/complaints/similar",
          """
          {"unit": {"project": "CLX", "building": "3", "unit": "\(unit)"}, "buildingPart": "waterproofing",
           "content": "\(content)"}
          """
        ).text
      }
      #expect(try await ask("卫生间吊顶又漏水了").contains("similarity"))
      #expect(try await !ask("阳台门关不上").contains("similarity"))
      #expect(try await !ask("卫生间吊顶又漏水了", unit: "1301").contains("similarity"))
    }
  }
}
