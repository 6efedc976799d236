import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct SuggestionServiceTests {
  @Test("R-071, R-072, R-073: a suggestion goes its own way, from its registration to what the customer is told")
  func wholeWay() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      let envelope = try await world.publish(example.suggestion(), from: .intake, version: 1)
      try await world.publish(envelope, from: .intake)
      let path = "/suggestions/\(example.number)"
      try await eventually("the suggestion is received") {
        try await world.api.get("/suggestions?state=received").text.contains(example.number.text)
      }
      // No case is opened for it.
      #expect(try await world.api.get("/cases/\(example.number)").status == 404)
      #expect(try await world.api.post("\(path)/replies", #"{"text": "已收到", "by": "li.na"}"#).status == 200)
      let asked = try await world.api.post(
        "\(path)/consultations",
        #"{"departments": ["design-department", "property-office"], "question": "可否加装雨棚？", "by": "li.na"}"#)
      #expect(asked.status == 200 && asked.text.contains("in-consultation"))
      let early = try await world.api.post("\(path)/start", #"{"dueOn": "2099-01-31", "by": "li.na"}"#)
      #expect(early.status == 409)
      for department in ["design-department", "property-office"] {
        let opinion = try await world.api.post(
          "\(path)/opinions", #"{"department": "\#(department)", "consents": true, "text": "同意", "by": "wu"}"#)
        #expect(opinion.status == 200)
      }
      #expect(try await world.api.post("\(path)/start", #"{"dueOn": "2099-01-31", "by": "li.na"}"#).status == 200)
      let told = try await world.api.post("\(path)/answer", #"{"text": "雨棚已装好", "by": "li.na"}"#)
      #expect(told.status == 200)
      #expect(try await world.api.post("\(path)/closing", #"{"by": "li.na"}"#).status == 200)
      let closed = try #require(try await world.events.wait(for: SuggestionClosed.self).first)
      #expect(closed.complaint == example.number && closed.outcome == .implemented)
      #expect(try world.events.all(CaseAssigned.self).isEmpty)
      // No limit is left behind.
      let left = try await TestDatabase.current.run("SELECT count(*) FROM dispatch.deadline WHERE name <> 'retention'")
      #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
      let shown = try await world.api.get(path)
      #expect(shown.text.contains("雨棚已装好") && shown.text.contains(#""state":"closed""#))
    }
  }

  @Test("R-072: who has seen an older version is told so; wrong requests name every fault")
  func versions() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.suggestion(), from: .intake, version: 1)
      let path = "/suggestions/\(example.number)"
      try await eventually("the suggestion is received") { try await world.api.get(path).status == 200 }
      let seen = try #require(try await world.api.get(path).headers["etag"])
      let declined = try await world.api.post(
        "\(path)/decline", #"{"reason": "与规划不符", "by": "li.na"}"#, headers: ["If-Match": seen])
      #expect(declined.status == 200 && declined.headers["etag"] != seen)
      let late = try await world.api.post(
        "\(path)/answer", #"{"text": "已说明", "by": "li.na"}"#, headers: ["If-Match": seen])
      #expect(late.status == 412)
      let faults = try await world.api.post("\(path)/opinions", #"{"department": "kitchen", "consents": "yes"}"#).faults
      #expect(Set(faults) == ["department unknown-value", "consents wrong-type", "text missing", "by missing"])
      #expect(try await world.api.post("/suggestions/CLX-2023-000099/closing", #"{"by": "a"}"#).status == 404)
      // What takes its place is there, and of the same project.
      let other = try CaseMessages(serial: 2)
      try await world.publish(other.suggestion(), from: .intake, version: 1)
      let second = "/suggestions/\(other.number)"
      try await eventually("the second is received") { try await world.api.get(second).status == 200 }
      for number in ["CLX-2023-000099", "ZZZ-2023-000001"] {
        let body = #"{"complaint": "\#(number)", "reason": "是投诉", "by": "li.na"}"#
        let refused = try await world.api.post("\(second)/conversion", body)
        #expect(refused.faults == ["complaint not-found"])
      }
      #expect(try await world.api.get(second).text.contains(#""state":"received""#))
    }
  }

  @Test("R-072: the limits of a suggestion are missed once each, with their rule")
  func missedLimits() async throws {
    // A clock on which a working day passes in half a second.
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "172800", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.suggestion(), from: .intake, version: 1)
      let missed = try #require(try await world.events.wait(for: DeadlineMissed.self).first)
      #expect(missed.rule == "R-072" && missed.deadline == .suggestionAnswer)
    }
  }
}
