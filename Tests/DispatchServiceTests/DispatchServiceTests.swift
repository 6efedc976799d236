import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct DispatchServiceTests {
  @Test("A case goes from registration to closing, round again when the customer is not satisfied")
  func wholeWay() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
      let request = try #require(try await world.events.wait(for: RepairRequested.self).first)
      #expect(request.trade == .waterproofing)
      let reply = try await world.api.post(
        "/cases/\(example.number)/reply", #"{"plan": "周六上午查勘", "by": "li.na"}"#)
      #expect(reply.status == 200)
      let again = try await world.api.post(
        "/cases/\(example.number)/reply", #"{"plan": "周六上午查勘", "by": "li.na"}"#)
      #expect(again.status == 200)
      let other = try await world.api.post("/cases/\(example.number)/reply", #"{"plan": "不再处理", "by": "li.na"}"#)
      #expect(other.status == 409 && other.text.contains("周六上午查勘"))
      for round in 1...2 {
        try await world.publish(try example.signed(round: round), from: .contractors)
        try await world.events.wait(for: CaseHandled.self, count: round)
        try await world.publish(example.scheduled(round: round), from: .callback)
        try await world.publish(try example.answered(round: round, satisfied: round == 2), from: .callback)
        if round == 1 { try await world.events.wait(for: CaseReopened.self) }
      }
      let closed = try #require(try await world.events.wait(for: CaseClosed.self).first)
      #expect(closed.round == 2)
      // Versions of a subject count from 1 without gap, in the order in which they were published.
      let versions = world.events.all.filter { $0.subject == example.number.text }.compactMap(\.aggregateVersion)
      #expect(versions == Array(1...Int64(versions.count)))
      let shown = try await world.api.get("/cases/\(example.number)")
      #expect(shown.text.contains(#""state":"closed""#) && shown.text.contains("周六上午查勘"))
    }
  }

  @Test("A redelivered event changes nothing")
  func redelivery() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      let envelope = try await world.publish(example.registered(.heating), from: .intake, version: 1)
      try await world.publish(envelope, from: .intake)
      try await world.publish(example.registered(.heating), from: .intake, version: 1)
      let other = try CaseMessages(serial: 2)
      try await world.publish(other.registered(.heating), from: .intake, version: 1)
      try await world.events.wait(for: RepairRequested.self) { $0.complaint == other.number }
      #expect(try world.events.all(RepairRequested.self).filter { $0.complaint == example.number }.count == 1)
    }
  }

  @Test("An answer that overtakes its case waits until the case is known")
  func overtaking() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(try example.signed(round: 1), from: .contractors)
      try await eventually("the signature waits") {
        let state = try await TestDatabase.current.run(
          "SELECT count(*) FROM dispatch.inbox_message WHERE state = 'retrying'")
        return state.trimmingCharacters(in: .whitespacesAndNewlines) == "1"
      }
      try await world.publish(example.registered(.heating), from: .intake, version: 1)
      let handled = try #require(try await world.events.wait(for: CaseHandled.self).first)
      #expect(handled.complaint == example.number)
    }
  }

  @Test("R-012, R-066, R-021, R-054, R-108: each missed limit is said once a level, with its rule")
  func missedLimits() async throws {
    // A clock on which a working day passes in half a second.
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "172800", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let waiting = try CaseMessages(serial: 1)
      let repair = try CaseMessages(serial: 2)
      try await world.publish(waiting.registered(.other, category: .other), from: .intake, version: 1)
      try await world.publish(repair.registered(.heating), from: .intake, version: 1)
      let missed = try await world.events.wait(for: DeadlineMissed.self, count: 9)
      let wanted = ["1 R-021", "2 R-054", "2 R-108"].flatMap { limit in
        EscalationLevel.known.map { "\(limit) \($0.rawValue)" }
      }
      #expect(
        missed.map { "\($0.complaint.serial) \($0.rule) \($0.level?.rawValue ?? "")" }.sorted() == wanted.sorted())
      #expect(missed.allSatisfy { $0.missedAt >= $0.dueAt })
      #expect(try world.events.all(DeadlineApproaching.self).filter { $0.deadline != .followUp }.count <= 3)
      let left = try await TestDatabase.current.run(
        "SELECT count(*) FROM dispatch.deadline WHERE name <> 'follow-up'")
      #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }
  }

  @Test("R-021: a person assigns what no rule knows; wrong requests are told why")
  func assignment() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      let path = "/cases/\(example.number)/assignment"
      #expect(try await world.api.post(path, #"{"unit": "property-office", "by": "li.na"}"#).status == 404)
      try await world.publish(example.registered(.other, category: .other), from: .intake, version: 1)
      try await eventually("the case is registered") {
        try await world.api.get("/cases?state=registered").text.contains(example.number.text)
      }
      let refused = try await world.api.post(path, #"{"unit": "kitchen"}"#)
      #expect(Set(refused.faults) == ["unit unknown-value", "by missing"])
      #expect(
        try await world.api.post("/cases/\(example.number)/handled", #"{"result": "好", "by": "a"}"#).status == 409)
      let assigned = try await world.api.post(path, #"{"unit": "property-office", "by": "li.na"}"#)
      #expect(assigned.status == 200)
      #expect(try await world.api.post(path, #"{"unit": "property-office", "by": "li.na"}"#).status == 200)
      #expect(try await world.api.post(path, #"{"unit": "sales-department", "by": "li.na"}"#).status == 409)
      try await world.events.wait(for: CaseAssigned.self)
      let unreasoned = try await world.api.post("/cases/\(example.number)/handled", #"{"result": "已清扫", "by": "zhao"}"#)
      #expect(unreasoned.faults == ["reason missing"])
      let done = try await world.api.post(
        "/cases/\(example.number)/handled",
        #"{"result": "已清扫", "reason": "当场处理", "accepted": true, "by": "zhao"}"#)
      #expect(done.status == 200)
      let doneAgain = try await world.api.post(
        "/cases/\(example.number)/handled", #"{"result": "已清扫", "reason": "当场处理", "by": "zhao"}"#)
      #expect(doneAgain.status == 200)
      let otherwise = try await world.api.post(
        "/cases/\(example.number)/handled", #"{"result": "未清扫", "by": "zhao"}"#)
      #expect(otherwise.status == 409 && otherwise.text.contains("已清扫"))
      let handled = try #require(try await world.events.wait(for: CaseHandled.self).first)
      #expect(handled.handledBy == "zhao")
      #expect(try world.events.all(CaseAssigned.self).count == 1)
    }
  }

  @Test("Pages of open cases follow each other without repeat")
  func pages() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      for serial in 1...5 {
        let example = try CaseMessages(serial: serial)
        try await world.publish(example.registered(.other, category: .other), from: .intake, version: 1)
      }
      try await eventually("five cases wait") {
        try await world.api.get("/cases?state=registered").decode(Page.self).cases.count == 5
      }
      var seen: [String] = []
      var after = ""
      repeat {
        let page = try await world.api.get("/cases?limit=2&after=\(after)").decode(Page.self)
        seen += page.cases.map(\.number)
        after = page.next ?? ""
      } while !after.isEmpty
      #expect(seen == (1...5).map { "CLX-2023-00000\($0)" })
      #expect(try await world.api.get("/cases?state=closed").status == 422)
      #expect(try await world.api.get("/cases?limit=0").status == 422)
      #expect(try await world.api.get("/cases?limit=many").status == 422)
      // A NUL, which no text in the database can hold.
      #expect(try await world.api.get("/cases?after=%00").status == 422)
    }
  }

  private struct Page: Decodable {
    struct Entry: Decodable { let number: String }
    let cases: [Entry]
    let next: String?
  }
}
