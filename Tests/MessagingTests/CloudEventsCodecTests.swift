import FoundationEssentials
import Messages
import Messaging
import TestSupport
import Testing

struct CloudEventsCodecTests {
  @Test func writesBinaryModeWithTheAttributesInHeadersAndProperties() {
    let transport = CloudEventsCodec.encode(Sample.envelope, exchange: "intake.events")
    #expect(
      transport
        == TransportMessage(
          exchange: "intake.events", routingKey: "complaint.registered.v1", contentType: "application/json",
          headers: [
            "cloudEvents_specversion": .string("1.0"),
            "cloudEvents_id": .string("0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01"),
            "cloudEvents_source": .string("/intake"),
            "cloudEvents_type": .string("complaint.registered.v1"),
            "cloudEvents_subject": .string("CLX-2023-000001"),
            "cloudEvents_time": .string("2023-01-03T01:30:00.123456Z"),
            "cloudEvents_aggregateversion": .integer(7),
            "cloudEvents_correlationid": .string("story"),
            "cloudEvents_causationid": .string("cause"),
            "traceparent": .string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            "tracestate": .string("vendor=1"),
          ],
          messageID: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01", type: "complaint.registered.v1",
          timestamp: Sample.envelope.time, correlationID: "story", appID: "intake", body: Sample.data))
  }

  @Test func readsWhatItHasWritten() throws {
    #expect(try CloudEventsCodec.decode(CloudEventsCodec.encode(Sample.envelope, exchange: "e")) == Sample.envelope)
    let bare = Envelope(id: "1", source: "/dispatch", type: "case.closed.v1", data: Array("{}".utf8))
    #expect(try CloudEventsCodec.decode(CloudEventsCodec.encode(bare, exchange: "e")) == bare)
  }

  @Test(arguments: ["cloudEvents_", "cloudEvents:"])
  func readsBinaryModeWithBothPrefixes(prefix: String) throws {
    let envelope = try CloudEventsCodec.decode(Sample.binary(["subject": .string("S")], prefix: prefix))
    #expect(
      envelope
        == Envelope(id: "1", source: "/pms", type: "complaint.reported.v1", subject: "S", data: Sample.data))
  }

  @Test(arguments: [nil, "application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""])
  func takesBinaryDataThatIsOrMayBeJSON(contentType: String?) {
    var transport = Sample.binary()
    transport.contentType = contentType
    #expect(Sample.faults(transport) == [])
  }

  @Test(arguments: [
    "application/cloudevents+json", "application/cloudevents+json; charset=utf-8",
    "Application/CloudEvents+JSON ; charset=\"UTF-8\"",
  ])
  func readsStructuredMode(contentType: String) throws {
    let json = """
      {"specversion": "1.0", "id": "1", "source": "/pms/office", "type": "complaint.reported.v1", "subject": null,
       "time": "2023-01-03T09:30:00+08:00", "datacontenttype": "application/json", "aggregateversion": 3,
       "dataschema": "https://example.com", "unknown": [1],
       "data": {"b": 1.50, "a": [ "漏水" ]}}
      """
    let envelope = try CloudEventsCodec.decode(Sample.structured(json, contentType: contentType))
    #expect(
      envelope
        == Envelope(
          id: "1", source: "/pms/office", type: "complaint.reported.v1",
          time: Date(timeIntervalSince1970: 1_672_709_400),
          aggregateVersion: 3, data: Array(#"{"b": 1.50, "a": [ "漏水" ]}"#.utf8)))
  }

  @Test func readsDataInBase64() throws {
    let json =
      #"{"specversion":"1.0","id":"1","source":"/pms","type":"complaint.reported.v1","data_base64":"eyJhIjoxfQ=="}"#
    #expect(try CloudEventsCodec.decode(Sample.structured(json)).data == Array(#"{"a":1}"#.utf8))
  }

  @Test func namesAllFaultsOfABinaryEventAtOnce() {
    var transport = Sample.binary([
      "specversion": .string("0.3"), "id": nil, "source": .integer(5), "type": .unusable, "subject": .boolean(true),
      "time": .string("yesterday"), "aggregateversion": .integer(0), "correlationid": .string("a\u{0}b"),
      "causationid": .string(""),
    ])
    transport.contentType = "text/xml"
    transport.body = Array("<complaint/>".utf8)
    #expect(
      Sample.faults(transport) == [
        "datacontenttype content-type", " not-json", "specversion envelope", "id missing", "source wrong-type",
        "type wrong-type", "subject wrong-type", "time invalid", "aggregateversion invalid",
        "correlationid control-character", "causationid empty",
      ])
  }

  @Test func namesAllFaultsOfAStructuredEventAtOnce() {
    let json = #"{"id":["1"],"source":null,"type":"\#(String(repeating: "x", count: 300))","id":"2","data_base64":"%"}"#
    #expect(
      Sample.faults(Sample.structured(json)) == [
        "id invalid", "data_base64 invalid", "specversion missing", "id wrong-type", "source missing", "type too-long",
      ])
  }

  @Test(arguments: [
    ("application/cloudevents-batch+json", "[]", " content-type"),
    ("application/cloudevents+avro", "{}", " content-type"),
    ("application/cloudevents+json; charset=utf-16", "{}", " content-type"),
    ("application/cloudevents+json", "[]", " wrong-type"),
    ("application/cloudevents+json", "{", " not-json"),
  ])
  func refusesWhatIsNoSingleEvent(contentType: String, body: String, fault: String) {
    #expect(Sample.faults(Sample.structured(body, contentType: contentType)) == [fault])
  }

  @Test func refusesBodiesThatAreNotUTF8() {
    var transport = Sample.binary()
    transport.body = [0x7B, 0xFF, 0x7D]
    #expect(Sample.faults(transport) == [" not-utf8"])
  }

  @Test func refusesDataBeyondTheLimit() {
    let limit = CloudEventsCodec.maximumDataBytes
    var transport = Sample.binary()
    transport.body = Array("\"\(String(repeating: "x", count: limit - 2))\"".utf8)
    #expect(Sample.faults(transport) == [])
    transport.body.append(0x20)
    #expect(Sample.faults(transport) == [" too-large"])
    transport = Sample.binary()
    transport.isTruncated = true
    #expect(Sample.faults(transport) == [" too-large"])

    let head = #"{"specversion":"1.0","id":"1","source":"/pms","type":"complaint.reported.v1","data":""#
    let tooLong = Sample.structured(head + String(repeating: "x", count: limit) + "\"}")
    #expect(Sample.faults(tooLong) == ["data too-large"])
    #expect(Sample.faults(Sample.structured(String(repeating: "[", count: 10_000_000))) == [" too-large"])
  }

  @Test func tellsASenderWithoutAnyAttributeWhatIsExpected() {
    let transport = TransportMessage(exchange: "inbound", routingKey: "complaint.reported.v1", body: Sample.data)
    #expect(
      Sample.faults(transport) == [
        " envelope", "specversion missing", "id missing", "source missing", "type missing",
      ])
  }

  @Test func refusesATypeThatTheRoutingKeyDoesNotName() {
    var transport = Sample.binary()
    transport.routingKey = "repair.completion-reported.v1"
    #expect(Sample.faults(transport) == ["type envelope"])
    transport.routingKey = "complaint.reported.v1.pms"
    #expect(Sample.faults(transport) == [])
    transport.exchange = "intake.events"
    #expect(Sample.faults(transport) == ["type envelope"])
  }

  @Test func takesAttributesThatFitAShortString() {
    #expect(Sample.faults(Sample.binary(["id": .string(String(repeating: "x", count: 255))])) == [])
    #expect(Sample.faults(Sample.binary(["id": .string(String(repeating: "x", count: 256))])) == ["id too-long"])
  }

  @Test func goesOnWithoutABrokenTraceContext() throws {
    var transport = Sample.binary()
    transport.headers["traceparent"] = .string("00-0-0-0")
    #expect(try CloudEventsCodec.decode(transport).traceContext == nil)
  }

  @Test func neverTrapsOnTruncatedOrChangedMessages() throws {
    var random = SeededGenerator()
    let json = #"""
      {"specversion":"1.0","id":"1","source":"/pms","type":"complaint.reported.v1","time":"2023-01-03T09:30:00+08:00",
      "data":{"reference":"PMS-1","n":[-1.5e+3,true,null,"\ud83d\ude00\u00e9\n漏水"]},"x":{"y":{}}}
      """#
    let intact = Sample.structured(json)
    try #require(Sample.faults(intact) == [])
    for length in 0..<intact.body.count {
      var transport = intact
      transport.body = Array(intact.body.prefix(length))
      #expect(Sample.faults(transport) != [], "\(length) bytes can not be a whole event")
    }
    for _ in 0..<5_000 {
      var transport = intact
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<transport.body.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: transport.body[index] = .random(in: 0...255, using: &random)
        case 1: transport.body.remove(at: index)
        default: transport.body.insert(Array("\"\\{}[]:,u0".utf8).randomElement(using: &random) ?? 0, at: index)
        }
      }
      if let envelope = try? CloudEventsCodec.decode(transport) {
        // What was understood can be sent on and is understood in the same way.
        let again = CloudEventsCodec.encode(envelope, exchange: "inbound")
        #expect(try CloudEventsCodec.decode(again) == envelope, "\(random)")
      }
    }
  }
}
