import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// Messages and requests in, messages out.
@Suite(.broker(definitions: true), .database(schemas: true)) struct RepairOrderServiceTests {
  @Test("R-131: a repair goes from its request to the owner's signature, and closes with its case")
  func wholeWay() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: ["contractor-1"]) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      let letter = try await world.commission(repair)
      #expect(letter.commission.text == "COBZS001/WXWT001")
      #expect(letter.contractor.text == "WX-01")
      try await world.complete(letter.commission, as: "contractor-1", reference: "WX-88")
      #expect(try await world.api.post(repair.path + "/signature", ServiceWorld.signed).status == 409)
      #expect(try await world.api.post(repair.path + "/acceptance", ServiceWorld.accepted).status == 200)
      #expect(try await world.api.post(repair.path + "/signature", ServiceWorld.signed).status == 200)
      let signed = try #require(try await world.events.wait(for: RepairSigned.self).first)
      #expect(signed.order == repair.order)
      try await world.publish(repair.closed(round: 1), from: .dispatch)
      try await world.expect(repair, "closed")
      #expect(world.versions(of: repair) == [1, 2, 3, 4, 5])
      let types = world.events.all.map(\.type)
      #expect(
        types == [
          RepairSurveyed.type, RepairCommissioned.type, RepairCompleted.type, RepairAccepted.type, RepairSigned.type,
        ])
    }
  }

  @Test("R-333: when its time has passed nothing in an order tells of people; who did what, and when, stays")
  func anonymised() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: ["contractor-1"]) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      let letter = try await world.commission(repair)
      try await world.publish(
        RepairCase.completion(letter.commission, reference: "WX-88", report: "王女士在场"), as: "contractor-1")
      try await world.events.wait(for: RepairCompleted.self)
      #expect(try await world.api.post(repair.path + "/acceptance", ServiceWorld.accepted).status == 200)
      let signed = #"{"signed": true, "opinion": "王女士满意"}"#
      #expect(try await world.api.post(repair.path + "/signature", signed).status == 200)
      try await world.publish(repair.closed(round: 1), from: .dispatch)
      try await world.expect(repair, "closed")
      try await world.publish(
        CaseAnonymised(complaint: repair.complaint, anonymisedAt: Date()), from: .dispatch, version: 9)
      try await eventually("the home has gone") {
        try await ServiceWorld.sql("SELECT unit FROM contractors.repair_order").isEmpty
      }
      let shown = try await world.api.get(repair.path)
      for word in ["王", "1201", "卫生间"] { #expect(!shown.text.contains(word), "\(shown.text)") }
      #expect(shown.text.contains(letter.commission.text) && shown.text.contains("zhang.wei"))
      #expect(try await ServiceWorld.sql("SELECT count(report), count(*) FROM contractors.completion_report") == "0|1")
    }
  }

  @Test("R-132, R-171: bad acceptance, a refused signature and a dissatisfied callback send the same contractor back")
  func rework() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: ["contractor-1"]) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      let letter = try await world.commission(repair).commission
      let (acceptance, signature) = (repair.path + "/acceptance", repair.path + "/signature")

      try await world.complete(letter, as: "contractor-1", reference: "WX-1", count: 1)
      let bad = #"{"accepted": false, "reason": "闭水试验不合格", "by": "zhang.wei"}"#
      #expect(try await world.api.post(acceptance, bad).text.contains(#""state":"in-work""#))
      try await world.complete(letter, as: "contractor-1", reference: "WX-2", count: 2)
      _ = try await world.api.post(acceptance, ServiceWorld.accepted)
      #expect(try await world.api.post(signature, #"{"signed": false, "reason": "墙面未恢复"}"#).status == 200)
      try await world.complete(letter, as: "contractor-1", reference: "WX-3", count: 3)
      _ = try await world.api.post(acceptance, ServiceWorld.accepted)
      _ = try await world.api.post(signature, ServiceWorld.signed)
      try await world.publish(repair.requested(round: 2), from: .dispatch)
      let ordered = try await world.events.wait(for: RepairReworkOrdered.self, count: 3)
      #expect(ordered.map(\.cause) == [.acceptance, .owner, .callback])
      #expect(ordered.map(\.round) == [1, 1, 2])
      try await world.complete(letter, as: "contractor-1", reference: "WX-4", count: 4)
      #expect(try world.events.all(RepairCompleted.self).map(\.round) == [1, 1, 1, 2])
      #expect(world.versions(of: repair) == Array(1...12))
      #expect(try await world.api.get(repair.path).text.contains(#""reworks":3"#))
    }
  }

  @Test("A redelivered, or a repeated, request changes nothing")
  func redelivery() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: ["contractor-1"]) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      let first = try await world.publish(repair.requested(), from: .dispatch)
      try await world.expect(repair, "created")
      for _ in 1...2 {
        _ = try await world.api.post(repair.path + "/survey", ServiceWorld.surveyed)
      }
      try await world.expect(repair, "commissioned")
      try await world.publish(first, from: .dispatch)
      try await world.publish(repair.requested(), from: .dispatch)
      // One queue, in order: what came before the next order has been dealt with when that is there.
      try await world.open(try RepairCase(2))
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM repair_order WHERE state = 'commissioned'") == "1")
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM commission") == "1")
      #expect(world.versions(of: repair) == [1, 2])
    }
  }

  @Test("A request that overtakes its project waits for it")
  func overtaking() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase()
      try await world.publish(repair.requested(), from: .dispatch)
      try await eventually("the request waits") {
        try await ServiceWorld.sql("SELECT last_error FROM inbox_message WHERE state = 'retrying'")
          .contains("project-unknown")
      }
      try await world.announceProject()
      try await world.expect(repair, "created")
    }
  }

  @Test("A case without a repair closes without a trace")
  func caseWithoutRepair() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      try await world.announceProject()
      try await world.publish(try RepairCase(1).closed(round: 1), from: .dispatch)
      try await world.open(try RepairCase(2))
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM inbox_message WHERE state <> 'processed'") == "0")
    }
  }

  @Test("R-141: a project whose works number is taken is put aside, and its requests wait")
  func worksNumberTwice() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      try await world.announceProject("CLX", worksNumber: 1)
      let namesake = try #require(ProjectCode("HSY"))
      try await world.publish(
        ProjectRegistered(project: namesake, name: "华山苑", worksNumber: 1, registeredAt: Date()), from: .intake)
      try await eventually("the second project is in quarantine") {
        try await world.admin.get("/admin/quarantine").text.contains("worksNumber")
      }
      #expect(try await ServiceWorld.sql("SELECT string_agg(code, ' ') FROM project") == "CLX")
    }
  }
}
