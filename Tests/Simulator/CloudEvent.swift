import AMQP
import Foundation
import Messages

/// A CloudEvent as an outside system writes it: by the published contract, with nothing of the services' own code.
struct CloudEvent {
  static let binaryContentType = "application/json"
  static let structuredContentType = "application/cloudevents+json; charset=utf-8"

  let id: String
  let source: String
  let type: String
  let time: Date
  let data: [UInt8]

  /// The attributes as headers, the data as the body.
  func binary(by user: String) -> AMQPMessage {
    AMQPMessage(
      exchange: Service.outside.exchange, routingKey: self.type,
      properties: AMQPProperties(
        contentType: Self.binaryContentType,
        headers: [
          "cloudEvents_specversion": "1.0", "cloudEvents_id": .string(self.id),
          "cloudEvents_source": .string(self.source), "cloudEvents_type": .string(self.type),
          "cloudEvents_time": .string(RFC3339.string(from: self.time)),
        ],
        messageID: self.id, timestamp: self.time, type: self.type, userID: user),
      body: self.data)
  }

  /// Attributes and data as one JSON object. Identifiers and sources here need no escaping.
  func structured(by user: String) -> AMQPMessage {
    let attributes = """
      {"specversion":"1.0","id":"\(self.id)","source":"\(self.source)","type":"\(self.type)",\
      "time":"\(RFC3339.string(from: self.time))","datacontenttype":"application/json","data":
      """
    return AMQPMessage(
      exchange: Service.outside.exchange, routingKey: self.type,
      properties: AMQPProperties(contentType: Self.structuredContentType, messageID: self.id, userID: user),
      body: Array(attributes.utf8) + self.data + Array("}".utf8))
  }
}
