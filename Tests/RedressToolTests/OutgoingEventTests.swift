import Foundation
import Messages
import Messaging
import TestSupport
import Testing

@testable import RedressTool

@Suite struct OutgoingEventTests {
  @Test("A payload becomes an event that our own codec reads, byte for byte the same data")
  func payload() throws {
    let time = try #require(RFC3339.date(from: "2023-01-03T01:12:00Z"))
    let data = Array(#"{"reference": "PMS-1", "a": [1.50]}"#.utf8)
    let event = try OutgoingEvent(
      payload: data, type: "complaint.reported.v1", source: #"/pms/"quoted""#, id: "7", time: time)
    let envelope = try CloudEventsCodec.decode(event.transport(by: "pms", at: time))
    #expect(envelope.type == "complaint.reported.v1")
    #expect(envelope.source == #"/pms/"quoted""#)
    #expect(envelope.id == "7")
    #expect(envelope.time == time)
    #expect(envelope.data == data)
  }

  @Test("A whole event leaves as it stands in the file, with what publishing needs")
  func structured() throws {
    let body = Array(#"{"specversion":"1.0","id":"1","source":"/pms","type":"complaint.reported.v1","data":{}}"#.utf8)
    let event = try OutgoingEvent(structured: body)
    let transport = event.transport(by: "pms", at: Date())
    #expect(transport.body == body)
    #expect(transport.exchange == "inbound")
    #expect(transport.routingKey == "complaint.reported.v1")
    #expect(transport.userID == "pms")
    #expect(transport.contentType == "application/cloudevents+json")
  }

  @Test("What is no event is refused with what to do", arguments: ["", "[1]", "{", #"{"id":"1"}"#, #"{"type":7}"#])
  func notAnEvent(_ text: String) {
    #expect {
      try OutgoingEvent(structured: Array(text.utf8))
    } throws: { "\($0)".contains("--type and --source") }
  }

  @Test("A payload that is not JSON is refused")
  func notJSON() {
    #expect(throws: Failure.self) {
      try OutgoingEvent(payload: Array("x".utf8), type: "t", source: "/s", id: "1", time: Date())
    }
  }
}
