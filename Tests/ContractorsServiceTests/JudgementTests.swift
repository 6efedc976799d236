import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// What customer service judges (`case.judged.v1`), and what becomes of the order.
@Suite(.broker(definitions: true), .database(schemas: true)) struct JudgementTests {
  private static let goodwill = #"{"judgement": "developer-goodwill", "finding": "超出保修期", "by": "zhang.wei"}"#

  @Test("R-091, R-123: goodwill is commissioned when customer service has judged so, not on the surveyor's word")
  func goodwill() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      try await world.open(repair)
      let surveyed = try await world.api.post(repair.path + "/survey", Self.goodwill)
      #expect(surveyed.text.contains(#""state":"surveyed""#))
      try await world.publish(repair.judged(.developerGoodwill, repairBy: .contractor), from: .dispatch)
      try await world.events.wait(for: RepairCommissioned.self)
      try await world.expect(repair, "commissioned")
      #expect(world.versions(of: repair) == [1, 2])
    }
  }

  @Test(
    "R-090, R-105: the builder has it until he is replaced; then a contractor gets the letter, without another survey")
  func builderIsReplaced() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.open(repair)
      let notified = try await world.publish(repair.judged(.builder, repairBy: .builder), from: .dispatch)
      try await world.expect(repair, "builder-notified")
      let list = try await world.api.get("/repair-orders?state=builder-notified")
      #expect(list.text.contains(#""liability":"builder""#))
      try await world.publish(repair.judged(.builder, repairBy: .contractor), from: .dispatch)
      try await world.expect(repair, "judged")
      // The first judgement comes again, late.
      try await world.publish(notified, from: .dispatch)
      try await world.list("WX-01", user: "contractor-1")
      let letter = try #require(try await world.events.wait(for: RepairCommissioned.self).first)
      #expect(letter.order == repair.order)
      try await world.expect(repair, "commissioned")
    }
  }

  @Test(
    "R-063, R-092, R-171: what the owner answers for is answered, goes through a second round and closes unrepaired")
  func answered() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      try await world.open(repair)
      try await world.publish(repair.judged(.owner, repairBy: .propertyOffice), from: .dispatch)
      try await world.expect(repair, "answered")
      try await world.publish(repair.requested(round: 2), from: .dispatch)
      try await world.publish(repair.closed(round: 2), from: .dispatch)
      try await world.expect(repair, "closed")
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM commission") == "0")
      #expect(try await ServiceWorld.sql("SELECT round FROM repair_order") == "2")
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM inbox_message WHERE state = 'quarantined'") == "0")
    }
  }

  @Test(
    "A judgement that was made before the repair was requested comes with the request; a case without a repair has no order"
  )
  func judgedBeforeRequested() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let (repair, other) = (try RepairCase(1), try RepairCase(2))
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      try await world.publish(other.judged(.owner, repairBy: .propertyOffice), from: .dispatch)
      try await world.publish(repair.requested(judgement: .developerGap, repairBy: .contractor), from: .dispatch)
      try await world.expect(repair, "commissioned")
      #expect(try await world.api.get(other.path).status == 404)
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM inbox_message WHERE state = 'quarantined'") == "0")
    }
  }
}
