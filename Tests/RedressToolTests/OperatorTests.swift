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
      try await eventually(within: .seconds(60), "both are in quarantine") { try await desk.list().count == 2 }
      let listed = try await desk.list()
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

      let bytes = try #require(try await desk.read(second, by: "li.na", reason: "the sender asks"))
      #expect(String(decoding: bytes, as: UTF8.self).contains("13800138000"))
      #expect(try await desk.discard(second, by: "li.na", reason: "sent as a test"))
      #expect(try await !desk.discard(second, by: "li.na", reason: "sent as a test"))
      #expect(try await desk.find(second)?.notes.map(\.action) == ["read", "discard"])
      #expect(try await desk.list().isEmpty)
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
  }

  @Test("A service that does not answer is named, with the variable that holds its address")
  func absentService() async throws {
    let desk = QuarantineDesk(clients: [try AdminClient(.dispatch, address: "http://127.0.0.1:1")])
    await #expect {
      try await desk.list()
    } throws: { "\($0)".contains("dispatch does not answer") && "\($0)".contains("DISPATCH_ADMIN_URL") }
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
