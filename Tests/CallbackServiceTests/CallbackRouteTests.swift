import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import CallbackService

/// What people are told over HTTP.
@Suite(.broker(definitions: true), .database(schemas: true)) struct CallbackRouteTests {
  @Test("A wrong answer is told everything that is wrong with it")
  func faults() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let wrong = try await world.api.post(
        example.path(.closing) + "/answer", #"{"quality": 6, "speed": "4", "remark": ""}"#)
      #expect(wrong.status == 422)
      #expect(
        Set(wrong.faults) == ["quality invalid", "speed wrong-type", "staff missing", "remark empty", "by missing"])
      #expect(try await world.api.get("/callbacks/nonsense").status == 404)
      #expect(try await world.api.get(example.path(.closing, round: 9)).status == 404)
      #expect(try await world.api.get("/callbacks?state=lost").faults == ["state unknown-value"])
      #expect(try await world.api.get("/callbacks?kind=birthday").faults == ["kind unknown-value"])
      #expect(try await world.api.get("/callbacks?limit=0").faults == ["limit invalid"])
    }
  }

  @Test("Pages of callbacks follow each other without repeat")
  func pages() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      for serial in 1...4 {
        let example = try CaseExample(serial)
        try await world.publish(example.handled(), from: .dispatch)
        if serial == 2 { try await world.publish(example.closed(), from: .dispatch) }
      }
      try await world.events.wait(for: CallbackScheduled.self, count: 5)
      let all = ["1-C1", "2-C1", "2-M1", "3-C1", "4-C1"]
      for (query, expected) in [
        ("", all), ("state=scheduled&", all), ("kind=milestone&", ["2-M1"]),
        ("state=scheduled&kind=closing&", all.filter { $0 != "2-M1" }), ("state=due&", []),
      ] {
        var seen: [String] = []
        var after = ""
        repeat {
          let page = try await world.api.get("/callbacks?\(query)limit=2&after=\(after)").decode(Page.self)
          seen += page.callbacks.map(\.number)
          after = page.next ?? ""
        } while !after.isEmpty
        #expect(seen == expected.map { "CLX-2023-00000\($0)" }, "\(query)")
      }
    }
  }

  private struct Page: Decodable {
    struct Entry: Decodable { let number: String }
    let callbacks: [Entry]
    let next: String?
  }
}
