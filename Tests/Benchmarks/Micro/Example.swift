import Foundation
import Messages
import Messaging

/// One complaint in both modes.
enum Example {
  static let binary = TransportMessage(
    exchange: "inbound", routingKey: ComplaintReported.type, contentType: "application/json",
    headers: [
      "cloudEvents_specversion": .string("1.0"), "cloudEvents_id": .string("PMS-000123"),
      "cloudEvents_source": .string("/pms"), "cloudEvents_type": .string(ComplaintReported.type),
      "cloudEvents_time": .string("2023-01-03T01:12:00.000000Z"),
    ],
    messageID: "PMS-000123", userID: "pms", body: Self.data)

  static let structured = TransportMessage(
    exchange: "inbound", routingKey: ComplaintReported.type, contentType: "application/cloudevents+json",
    messageID: "PMS-000123", userID: "pms",
    body: Array(
      """
      {"specversion":"1.0","id":"PMS-000123","source":"/pms","type":"\(ComplaintReported.type)",\
      "time":"2023-01-03T01:12:00.000000Z","datacontenttype":"application/json","data":
      """.utf8) + Self.data + Array("}".utf8))

  private static let data = (try? MessageCoding.encode(ComplaintReported.samples[0])) ?? []
}
