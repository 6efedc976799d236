import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// What people are told over HTTP.
@Suite(.broker(definitions: true), .database(schemas: true)) struct RepairOrderRouteTests {
  @Test("A wrong request is told everything that is wrong with it, and changes nothing")
  func faults() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.open(repair)
      let survey = try await world.api.post(repair.path + "/survey", #"{"judgement": "fate", "finding": " "}"#)
      #expect(survey.status == 422)
      #expect(Set(survey.faults) == ["judgement unknown-value", "finding empty", "by missing"])
      let reasonless = try await world.api.post(repair.path + "/acceptance", #"{"accepted": false, "by": "a"}"#)
      #expect(reasonless.faults == ["reason missing"])
      #expect(try await world.api.post(repair.path + "/signature", #"{"signed": false}"#).faults == ["reason missing"])
      #expect(try await world.api.post(repair.path + "/acceptance", ServiceWorld.accepted).status == 409)
      let unknown = try RepairCase(9)
      for step in ["survey", "acceptance", "signature"] {
        let body = [
          "survey": ServiceWorld.surveyed, "acceptance": ServiceWorld.accepted, "signature": ServiceWorld.signed,
        ]
        #expect(try await world.api.post("\(unknown.path)/\(step)", body[step] ?? "").status == 404)
      }
      #expect(try await world.api.get(unknown.path).status == 404)
      #expect(try await world.api.get("/repair-orders/nonsense").status == 404)
      #expect(try await world.api.get(repair.path).text.contains(#""state":"created""#))
      #expect(world.events.all.isEmpty)
    }
  }

  @Test("Pages of orders follow each other without repeat")
  func pages() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      for serial in 1...5 { try await world.open(try RepairCase(serial)) }
      _ = try await world.api.post(try RepairCase(3).path + "/survey", ServiceWorld.surveyed)
      for (query, expected) in [("", [1, 2, 3, 4, 5]), ("state=created&", [1, 2, 4, 5])] {
        var seen: [String] = []
        var after = ""
        repeat {
          let page = try await world.api.get("/repair-orders?\(query)limit=2&after=\(after)").decode(Page.self)
          seen += page.repairOrders.map(\.number)
          after = page.next ?? ""
        } while !after.isEmpty
        #expect(seen == expected.map { "CLX-2023-00000\($0)-R1" })
      }
      #expect(try await world.api.get("/repair-orders?state=lost").faults == ["state unknown-value"])
      #expect(try await world.api.get("/repair-orders?limit=many").faults == ["limit invalid"])
    }
  }

  private struct Page: Decodable {
    struct Order: Decodable { let number: String }
    let repairOrders: [Order]
    let next: String?
  }
}
