import Foundation
import Messaging
import TestSupport
import Testing

@testable import DurableMessaging

@Suite("StoredMessage")
struct StoredMessageTests {
  private let message = TransportMessage(
    exchange: "inbound", routingKey: "complaint.reported.v1.pms", contentType: "application/json",
    headers: [
      "cloudEvents_id": .string("x"), "count": .integer(.max), "flag": .boolean(false), "one": .integer(1),
      "odd": .unusable, "text": .string("1"), "zero": .string("a\u{0}b"),
    ],
    messageID: "1", type: "t", timestamp: Date(timeIntervalSince1970: 1_700_000_000), correlationID: "c",
    userID: "pms", appID: "a", body: [0, 255, 10, 13], isTruncated: true)

  @Test("A message comes back as it was: properties, headers with their types, bytes")
  func roundTrip() throws {
    #expect(StoredMessage.message(from: try StoredMessage.bytes(of: self.message)) == self.message)
    let bare = TransportMessage(exchange: "", routingKey: "", body: [])
    #expect(StoredMessage.message(from: try StoredMessage.bytes(of: bare)) == bare)
  }

  @Test("Cut off anywhere before its body, or changed anywhere, it never traps")
  func damaged() throws {
    let bytes = try StoredMessage.bytes(of: self.message)
    for length in 0..<(bytes.count - self.message.body.count) {
      #expect(StoredMessage.message(from: Array(bytes[..<length])) == nil)
    }
    var generator = SeededGenerator()
    for _ in 0..<2_000 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: .min ... .max, using: &generator)
      _ = StoredMessage.message(from: damaged)
    }
  }
}
