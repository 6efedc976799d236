import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// Messages in, messages out.
@Suite(.broker(definitions: true), .database(schemas: true)) struct IntakeMessageTests {
  @Test("R-015, R-016: a complaint from a property office is registered once, numbered and announced")
  func registers() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      let event = try #require(try await world.events.wait(for: ComplaintRegistered.self).first)
      #expect(event.source == "/pms")
      #expect(event.reference == "PMS-1")
      #expect(event.complaint.serial == 1)
      #expect(event.category == .engineeringQuality)
      let shown = try await world.api.get("/complaints/\(event.complaint)")
      #expect(shown.status == 200)
      #expect(shown.text.contains("卫生间吊顶漏水"))
    }
  }

  @Test("The same content again changes nothing, whatever the message id; other content is a conflict")
  func idempotency() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let report = try ComplaintExample.report("PMS-1")
      try await world.publish(report, as: "pms", id: "same")
      try await world.publish(report, as: "pms", id: "same")
      try await world.publish(report, as: "pms", id: "other")
      try await world.publish(try ComplaintExample.report("PMS-1", content: "又漏了。"), as: "pms", id: "same")
      let refused = try #require(try await world.events.wait(for: ComplaintRejected.self).first)
      #expect(refused.faults.map(\.code) == [.conflict])
      #expect(refused.reference == "PMS-1")
      #expect(refused.messageID == "same")
      #expect(try world.events.all(ComplaintRegistered.self).count == 1)
      let counts = try await TestDatabase.current.run(
        """
        SELECT (SELECT count(*) FROM intake.complaint), (SELECT sum(repeats) FROM intake.complaint),
          (SELECT sum(repeats) FROM intake.inbox_message)
        """)
      #expect(counts.split(whereSeparator: { $0 == "|" || $0.isWhitespace }) == ["1", "1", "1"])
    }
  }

  @Test("R-343: complaints of many batches and two doors at once are numbered without gap")
  func gapless() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, settings: ["INBOX_BATCH_SIZE": "7"], senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<60 {
          group.addTask { try await world.publish(try ComplaintExample.report("PMS-\(index)"), as: "pms") }
        }
        for index in 0..<20 {
          group.addTask {
            let body = ComplaintExample.body.replacingOccurrences(of: "WEB-1", with: "WEB-\(index)")
            let answer = try await world.api.post("/complaints", body)
            #expect(answer.status == 201)
          }
        }
        try await group.waitForAll()
      }
      let events = try await world.events.wait(for: ComplaintRegistered.self, count: 80)
      #expect(events.map(\.complaint.serial).sorted() == Array(1...80))
    }
  }

  @Test("Everything that is wrong is named at once, and the original waits in quarantine with its reasons")
  func namesEveryFault() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      let body = #"{"reference": "PMS-9", "channel": "fax", "content": 7, "customer": {"surname": ""}}"#
      try await world.send(Self.binary(body, user: "pms"), as: "pms")
      let refused = try #require(try await world.events.wait(for: ComplaintRejected.self).first)
      #expect(refused.reference == "PMS-9")
      let paths = Set(refused.faults.map(\.path))
      #expect(
        paths.isSuperset(of: ["receivedAt", "channel", "kind", "customer.surname", "customer.telephone", "unit"]))
      let quarantine = try await world.admin.get("/admin/quarantine")
      #expect(quarantine.status == 200)
      #expect(quarantine.text.contains("customer.telephone"))
    }
  }

  @Test("R-335: a refusal repeats nothing of what the customer said")
  func refusalsHoldNoPersonalData() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await world.publish(try ComplaintExample.report("PMS-1", project: "NOPE"), as: "pms")
      let refused = try #require(try await world.events.wait(for: ComplaintRejected.self).first)
      #expect(refused.faults.map(\.code) == [.unknownProject])
      let text = String(decoding: try MessageCoding.encode(refused), as: UTF8.self)
      #expect(!text.contains("13800138000") && !text.contains("欧阳") && !text.contains("漏水"))
    }
  }

  @Test("A refused complaint can be replayed once its project is known")
  func replay() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      _ = try await world.events.wait(for: ComplaintRejected.self)
      try await ComplaintExample.registerProject(world)
      let list = try await world.admin.get("/admin/quarantine")
      let id = try #require(list.text.firstMatch(of: /"id":([0-9]+)/)?.1)
      let answer = try await world.admin.post("/admin/quarantine/\(id)/replay", #"{"by": "li.na"}"#)
      #expect(answer.status < 300, "\(answer.text)")
      _ = try await world.events.wait(for: ComplaintRegistered.self)
    }
  }

  static func binary(_ body: String, user: String?, type: String = ComplaintReported.type) -> TransportMessage {
    TransportMessage(
      exchange: "inbound", routingKey: ComplaintReported.type, contentType: "application/json",
      headers: [
        "cloudEvents_specversion": .string("1.0"), "cloudEvents_id": .string(UUID().uuidString),
        "cloudEvents_source": .string("/pms"), "cloudEvents_type": .string(type),
      ],
      userID: user, body: Array(body.utf8))
  }
}
