import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// Whose word counts that the work is done.
@Suite(.broker(definitions: true), .database(schemas: true)) struct CompletionTests {
  private static let senders = ["contractor-1", "contractor-2"]

  /// An order that contractor-1 holds.
  private static func withLetter(
    _ body: @escaping @Sendable (ServiceWorld, RepairCase, CommissionNumber) async throws -> Void
  ) async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: senders) { world in
      let repair = try RepairCase()
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      try await world.list("WX-02", [.heating], user: "contractor-2")
      try await body(world, repair, try await world.commission(repair).commission)
    }
  }

  @Test("A completion counts only from the contractor who holds the order")
  func foreignContractor() async throws {
    try await Self.withLetter { world, repair, letter in
      try await world.publish(RepairCase.completion(letter, reference: "NT-1"), as: "contractor-2", id: "first")
      let refused = try #require(try await world.events.wait(for: RepairCompletionRejected.self).first)
      #expect(refused.faults.map(\.code) == [.notTheHolder])
      #expect(refused.source == "/contractor-2")
      #expect(refused.reference == "NT-1")
      #expect(refused.messageID == "first")
      try await world.expect(repair, "commissioned")
      #expect(try await world.admin.get("/admin/quarantine").text.contains("not-the-holder"))
      try await world.complete(letter, as: "contractor-1", reference: "WX-1")
    }
  }

  @Test("Without a user, with a foreign one, or for a foreign source nothing counts")
  func senders() async throws {
    try await Self.withLetter { world, repair, letter in
      let content = try MessageCoding.encode(RepairCase.completion(letter, reference: "WX-1"))
      func message(user: String?, source: String, key: String = RepairCompletionReported.type) -> TransportMessage {
        var message = CloudEventsCodec.encode(
          Envelope(id: UUID().uuidString, source: source, type: RepairCompletionReported.type, data: content),
          exchange: "inbound")
        message.userID = user
        message.routingKey = key
        return message
      }
      try await world.send(message(user: nil, source: "/contractor-1"), as: "contractor-1")
      try await world.send(message(user: "contractor-2", source: "/contractor-1"), as: "contractor-2")
      try await world.send(message(user: "contractor-2", source: "/contractor-2"), as: "contractor-2")
      let refused = try await world.events.wait(for: RepairCompletionRejected.self, count: 3)
      #expect(refused.allSatisfy { $0.faults.count == 1 })
      #expect(Set(refused.flatMap { $0.faults.map(\.code) }) == [.senderMissing, .senderForeign, .notTheHolder])
      try await world.expect(repair, "commissioned")
      // A tool that cannot set a user id names its user at the end of the routing key.
      let keyed = RepairCompletionReported.type + ".contractor-1"
      try await world.send(message(user: nil, source: "/contractor-1", key: keyed), as: "contractor-1")
      try await world.events.wait(for: RepairCompleted.self)
    }
  }

  @Test("The same report again changes nothing, whatever its message id; other content is a conflict")
  func idempotency() async throws {
    try await Self.withLetter { world, repair, letter in
      let report = RepairCase.completion(letter, reference: "WX-1", report: "重做防水层")
      for id in ["a", "a", "b"] { try await world.publish(report, as: "contractor-1", id: id) }
      let other = RepairCase.completion(letter, reference: "WX-1", report: "只打了胶", at: report.completedAt)
      try await world.publish(other, as: "contractor-1", id: "a")
      let refused = try #require(try await world.events.wait(for: RepairCompletionRejected.self).first)
      #expect(refused.faults.map(\.code) == [.conflict])
      #expect(try world.events.all(RepairCompleted.self).count == 1)
      #expect(try await ServiceWorld.sql("SELECT count(*) FROM completion_report") == "1")
      #expect(world.versions(of: repair) == [1, 2, 3])
    }
  }

  @Test("Every fault of a completion is named at once, and the service goes on")
  func faults() async throws {
    try await Self.withLetter { world, repair, letter in
      let tomorrow = Date().addingTimeInterval(86_400)
      let unknown = CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: 77)
      try await world.publish(
        RepairCase.completion(unknown, reference: "WX-1", at: tomorrow), as: "contractor-1")
      try await world.complete(letter, as: "contractor-1", reference: "WX-2")
      try await world.publish(RepairCase.completion(letter, reference: "WX-3"), as: "contractor-1")
      try await world.send(
        Self.broken(#"{"reference": "WX-4", "commission": "x", "completedAt": 7}"#), as: "contractor-1")
      try await world.send(Self.broken("漏水"), as: "contractor-1")
      let refused = try await world.events.wait(for: RepairCompletionRejected.self, count: 4)
      // Each concerns something else, so nothing orders them among themselves.
      let faults = Dictionary(refused.map { ($0.reference, Set($0.faults.map { "\($0.path) \($0.code.rawValue)" })) }) {
        $0.union($1)
      }
      #expect(
        faults == [
          "WX-1": ["completedAt in-the-future", "commission not-found"], "WX-3": ["commission wrong-state"],
          "WX-4": ["commission invalid", "completedAt wrong-type"], nil: [" not-json"],
        ])
      #expect(
        try await ServiceWorld.sql("SELECT count(*) FROM inbox_message WHERE state = 'quarantined'") == "4")
      try await world.expect(repair, "work-done")
    }
  }

  private static func broken(_ body: String) -> TransportMessage {
    var message = CloudEventsCodec.encode(
      Envelope(
        id: UUID().uuidString, source: "/contractor-1", type: RepairCompletionReported.type, data: Array(body.utf8)),
      exchange: "inbound")
    message.userID = "contractor-1"
    return message
  }
}
