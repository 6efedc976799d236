import DurableMessaging
import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService
@testable import RedressTool

/// The tool's parts against a running intake: what an operator does when messages have been refused.
@Suite(.broker(definitions: true), .database(schemas: true)) struct OperatorTests {
  @Test("A message is sent, found in quarantine, shown, mended, replayed and handled; another is given up")
  func mending() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      let desk = try Self.desk(world)
      let sender = try Sender(url: TestBroker.current.amqpURL(user: "pms"))
      try #expect(await sender.send(Self.complaint(reference: "PMS-1"), at: Date()) == nil)
      try #expect(await sender.send(Self.complaint(reference: "PMS-2"), at: Date()) == nil)
      try await eventually(within: .seconds(60), "both are in quarantine") { await desk.list().messages.count == 2 }
      let listed = await desk.list().messages
      #expect(listed.map(\.entry.origin.user) == ["pms", "pms"])
      #expect(listed.map(\.entry.origin.type) == ["complaint.reported.v1", "complaint.reported.v1"])
      #expect(listed.allSatisfy { $0.entry.isBecause(of: "unknown-project") && !$0.entry.isBecause(of: "conflict") })
      #expect(QuarantineText.list(listed).contains("unknown-project 未知项目"))

      let (first, second) = (listed[0].id, listed[1].id)
      let message = try #require(try await desk.find(first))
      let text = QuarantineText.message(first, message)
      #expect(text.contains("PMS-1"))
      for secret in ["王", "13800138000", "漏水"] { #expect(!text.contains(secret)) }

      #expect(try await desk.replay(first, by: "li.na", reason: nil))
      let refused = try await desk.outcome(of: first, within: .seconds(60))
      #expect(refused?.state == "quarantined", "nothing was mended yet")
      _ = try await world.api.put("/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#)
      #expect(try await desk.replay(first, by: "li.na", reason: "the project is registered now"))
      let handled = try await desk.outcome(of: first, within: .seconds(60))
      #expect(handled?.state == "processed")
      #expect(handled?.origin == listed[0].entry.origin, "after a decision the sender is still shown")

      let bytes = try #require(try await desk.read(second, by: "li.na", reason: "the sender asks"))
      #expect(String(decoding: bytes, as: UTF8.self).contains("13800138000"))
      #expect(try await desk.discard(second, by: "li.na", reason: "sent as a test"))
      #expect(try await !desk.discard(second, by: "li.na", reason: "sent as a test"))
      let discarded = try #require(try await desk.find(second))
      #expect(discarded.notes.map(\.action) == ["read", "discard"])
      #expect(QuarantineText.message(second, discarded).contains("complaint.reported.v1"))
      #expect(discarded.entry.origin.user == "pms")
      #expect(await desk.list().messages.isEmpty)
      #expect(try await TestDatabase.current.run("SELECT count(*) FROM intake.complaint") == "1")
    }
  }

  @Test("The broker's refusals are told apart: not allowed, nobody reads it, not there")
  func refusals() async throws {
    let contractor = try Sender(url: TestBroker.current.amqpURL(user: "contractor-1"))
    let notAllowed = try await contractor.send(try Self.complaint(reference: "PMS-1"), at: Date())
    #expect(notAllowed?.problem.contains("does not let contractor-1 send complaint.reported.v1") == true)
    let pms = try Sender(url: TestBroker.current.amqpURL(user: "pms"))
    let unroutable = try await pms.send(try Self.complaint(reference: "PMS-1"), at: Date())
    #expect(unroutable?.problem.contains("no queue for complaint.reported.v1") == true)
    #expect(throws: Failure.self) { try Sender(url: "amqps://host") }

    // What was never sent is no refusal of the broker's.
    await #expect {
      try await pms.send(try Self.complaint(reference: String(repeating: "x", count: 300)), at: Date())
    } throws: { "\($0)".contains("longer than 255 bytes") }
    await #expect {
      let padding = String(repeating: " ", count: Sender.mostBytes)
      let event = try OutgoingEvent(
        payload: Array("{\(padding)}".utf8), type: "complaint.reported.v1", source: "/pms", id: "1", time: Date())
      _ = try await pms.send(event, at: Date())
      return
    } throws: { "\($0)".contains("the broker takes 16777216") }
    let unknown = try Sender(url: try TestBroker.current.amqpURL(user: "pms").replacing("pms:", with: "pms:not"))
    let start = ContinuousClock.now
    await #expect {
      try await unknown.send(try Self.complaint(reference: "PMS-1"), at: Date())
    } throws: { "\($0)".contains("does not let pms in (403)") }
    #expect(ContinuousClock.now - start < .seconds(10), "it is told at once, not after the wait for a link")
  }

  private static func desk(_ world: ServiceWorld) throws -> QuarantineDesk {
    QuarantineDesk(clients: [try AdminClient(.intake, address: "http://127.0.0.1:\(world.admin.port)")])
  }

  private static func complaint(reference: String) throws -> OutgoingEvent {
    let payload = """
      {"reference": "\(reference)", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "property-office",
       "kind": "complaint", "customer": {"surname": "王", "telephone": "13800138000"},
       "unit": {"project": "CLX", "building": "3", "unit": "1201"}, "buildingPart": "waterproofing", "content": "漏水"}
      """
    return try OutgoingEvent(
      payload: Array(payload.utf8), type: "complaint.reported.v1", source: "/pms", id: reference, time: Date())
  }
}
