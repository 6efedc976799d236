import Foundation
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@testable import DurableMessaging

@Suite("Quarantine: what people see and do", .serialized, .database)
struct QuarantineTests {
  private static let complaint = #"""
    {"reference": "PMS-1", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "property-office",
     "customer": {"surname": "王", "telephone": "13800138000"}, "content": "漏水", "unit": {"project": "CLX", "unit": "1201"},
     "accessTimes": ["晚上"], "phone": 13800138000, "reference2": true, "kind": "13800138000"}
    """#

  @Test("The list tells sender, source, type and size, in binary and in structured mode, readable or not")
  func origins() async throws {
    try await World.run { world in
      var binary = World.transport("a", TallyCommand(kind: .refuse, reference: "bad"))
      binary.userID = "pms"
      let structured = TransportMessage(
        exchange: "inbound", routingKey: "complaint.reported.v1.office",
        contentType: "application/cloudevents+json",
        body: Array(
          #"{"specversion":"9","id":"1","source":"/office","type":"complaint.reported.v1","data":{}}"#.utf8))
      let bytes = TransportMessage(exchange: "inbound", routingKey: "x", body: [0xff])
      try await world.work.handle([binary, structured, bytes].map { Arrival(consumer: World.queue, transport: $0) })
      let entries = try await Quarantine(pool: world.pool).list()
      #expect(
        entries.map(\.origin) == [
          .init(
            user: "pms", source: "/dispatch", type: "tally.asked.v1", exchange: "dispatch.events",
            routingKey: "tally.asked.v1"),
          .init(
            user: "office", source: "/office", type: "complaint.reported.v1", exchange: "inbound",
            routingKey: "complaint.reported.v1.office"),
          .init(user: nil, source: nil, type: nil, exchange: "inbound", routingKey: "x"),
        ])
      #expect(entries.allSatisfy { $0.bytes > 0 && $0.state == "quarantined" })
      #expect(entries.allSatisfy { $0.messageID == $0.messageID.lowercased() })
    }
  }

  @Test("R-330: a message is shown with its fields, and with nothing that the customer has said")
  func outline() async throws {
    try await World.run { world in
      let transport = TransportMessage(
        exchange: "inbound", routingKey: "x", contentType: "text/plain",
        headers: ["cloudEvents_source": .string("/pms"), "cloudEvents_subject": .string("王先生"), "x": .unusable],
        body: Array(Self.complaint.utf8))
      try await world.work.handle([Arrival(consumer: World.queue, transport: transport)])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      let message = try #require(try await quarantine.find(entry.id))
      #expect(message.entry == entry)
      let shown = Dictionary(uniqueKeysWithValues: message.body.fields.map { ($0.path, $0.value) })
      #expect(shown["reference"] == "PMS-1")
      #expect(shown["receivedAt"] == "2023-01-03T09:12:00+08:00")
      #expect(shown["unit.project"] == "CLX")
      #expect(shown["customer.surname"] == "(1 characters)")
      #expect(shown["kind"] == "(11 characters)", "a telephone in a field for words is none")
      #expect(message.properties["header cloudEvents_source"] == "/pms")
      #expect(message.properties["header x"] == "(not usable)")
      let text = String(decoding: try JSONEncoder().encode(message), as: UTF8.self)
      for secret in ["王", "13800138000", "漏水", "晚上", "1201"] { #expect(!text.contains(secret), "\(secret)") }
    }
  }

  @Test("Who reads a message's contents, and why, is written down; the bytes are the sender's")
  func read() async throws {
    try await World.run { world in
      let transport = TransportMessage(exchange: "inbound", routingKey: "x", body: [0xff, 0, 1])
      try await world.work.handle([Arrival(consumer: World.queue, transport: transport)])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      #expect(try await quarantine.read(entry.id, by: "li.wei", reason: "asked by the sender") == [0xff, 0, 1])
      #expect(try await quarantine.read(entry.id + 1, by: "li.wei", reason: "x") == nil)
      let notes = try await quarantine.find(entry.id)?.notes ?? []
      #expect(notes.map(\.action) == ["read"])
      #expect(notes.first?.reason == "asked by the sender")
      #expect(try await world.states() == ["quarantined": 1], "reading changes nothing")
    }
  }

  @Test("All that people did with a message stays, with what was wrong then, and is found by the number it had")
  func history() async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .refuse, "bad")])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      #expect(try await quarantine.replay(entry.id, by: "li.wei", reason: "mended, perhaps"))
      try await world.retryAll()
      #expect(try await quarantine.discard(entry.id, by: "zhao.min", reason: "a test message"))
      #expect(try await !quarantine.discard(entry.id, by: "zhao.min", reason: "twice"))
      let message = try #require(try await quarantine.find(entry.id))
      #expect(message.entry.state == "discarded")
      #expect(message.body.form == "deleted")
      #expect(
        message.notes.map { "\($0.action) \($0.person) \($0.reason ?? "-") \($0.lastError ?? "-")" }
          == ["replay li.wei mended, perhaps invalid", "discard zhao.min a test message invalid"])
      #expect(try await quarantine.find(entry.id + 1) == nil)
    }
  }
}
