import AMQP
import Foundation
import Messaging
import Testing

@testable import DurableMessaging

@Suite("TransportMessage and AMQP")
struct TransportMessageAMQPTests {
  @Test("What is published is what is delivered")
  func roundTrip() {
    let message = TransportMessage(
      exchange: "intake.events", routingKey: "complaint.registered.v1", contentType: "application/json",
      headers: ["cloudEvents_id": .string("x"), "n": .integer(-1), "b": .boolean(true)], messageID: "x",
      type: "complaint.registered.v1", timestamp: Date(timeIntervalSince1970: 1_700_000_000), correlationID: "c",
      appID: "intake", body: [1, 2, 3])
    let sent = message.amqpMessage
    #expect(sent.properties.isPersistent)
    let delivery = Delivery(
      tag: DeliveryTag(value: 1, generation: 1), exchange: sent.exchange, routingKey: sent.routingKey,
      properties: sent.properties, body: sent.body)
    #expect(TransportMessage(delivery) == message)
  }

  @Test("Every integer is read, and what no attribute may have is marked and not dropped")
  func headerKinds() {
    let table: FieldTable = [
      "i8": .int8(-1), "u8": .uint8(1), "i16": .int16(2), "u16": .uint16(3), "i32": .int32(4), "u32": .uint32(5),
      "i64": .int64(6), "u64": .uint64(7), "huge": .uint64(.max), "double": .double(1), "bytes": .bytes([255]),
      "table": .table([:]), "null": .null, "time": .timestamp(1),
    ]
    let delivery = Delivery(
      tag: DeliveryTag(value: 1, generation: 1), exchange: "e", routingKey: "k",
      properties: AMQPProperties(headers: table), body: [], isTruncated: true)
    let message = TransportMessage(delivery)
    #expect(message.isTruncated)
    let unusable = message.headers.filter { $0.value == .unusable }.keys.sorted()
    #expect(unusable == ["bytes", "double", "huge", "null", "table", "time"])
    #expect(message.headers["i8"] == .integer(-1))
    #expect(message.headers["u64"] == .integer(7))
  }

  @Test("Of a header that comes twice the first counts")
  func repeatedHeader() {
    let table = FieldTable([.init("h", "first"), .init("h", "second")])
    let delivery = Delivery(
      tag: DeliveryTag(value: 1, generation: 1), exchange: "e", routingKey: "k",
      properties: AMQPProperties(headers: table), body: [])
    #expect(TransportMessage(delivery).headers["h"] == .string("first"))
  }
}
