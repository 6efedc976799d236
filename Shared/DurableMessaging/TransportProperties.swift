import FoundationEssentials
import Messaging

/// Everything of a transport message but its body, as JSON: how the outbox and the inbox keep messages.
///
/// A value that cannot be read back (a header of a kind that no attribute may have) is kept as being there, which is all
/// that decoding it again has to know.
struct TransportProperties: Codable, Equatable {
  var contentType: String?
  var headers: [String: Header]
  var messageID: String?
  var type: String?
  var timestamp: Date?
  var correlationID: String?
  var userID: String?
  var appID: String?
  var isTruncated: Bool?

  init(_ message: TransportMessage) {
    self.contentType = message.contentType
    self.headers = message.headers.mapValues(Header.init)
    self.messageID = message.messageID
    self.type = message.type
    self.timestamp = message.timestamp
    self.correlationID = message.correlationID
    self.userID = message.userID
    self.appID = message.appID
    self.isTruncated = message.isTruncated ? true : nil
  }

  func message(exchange: String, routingKey: String, body: [UInt8]) -> TransportMessage {
    TransportMessage(
      exchange: exchange, routingKey: routingKey, contentType: self.contentType,
      headers: self.headers.mapValues(\.value), messageID: self.messageID, type: self.type, timestamp: self.timestamp,
      correlationID: self.correlationID, userID: self.userID, appID: self.appID, body: body,
      isTruncated: self.isTruncated ?? false)
  }

  /// One header: a JSON string, number or boolean, and null for what is unusable.
  struct Header: Codable, Equatable {
    let value: HeaderValue

    init(_ value: HeaderValue) {
      self.value = value
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self.value =
        if container.decodeNil() {
          .unusable
        } else if let flag = try? container.decode(Bool.self) {
          .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
          .integer(number)
        } else {
          .string(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self.value {
      case .string(let text): try container.encode(text)
      case .integer(let number): try container.encode(number)
      case .boolean(let flag): try container.encode(flag)
      case .unusable: try container.encodeNil()
      }
    }
  }
}
