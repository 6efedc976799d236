import FoundationEssentials
import Messages
import Messaging

/// Everything of a transport message but its body, as JSON: how the outbox and the inbox keep messages.
///
/// A value that cannot be read back (a header of a kind that no attribute may have) is kept as being there, which is all
/// that decoding it again has to know. Written by hand: it is done for each message that leaves.
struct TransportProperties {
  private let contentType: String?
  private let headers: [String: HeaderValue]
  private let messageID: String?
  private let type: String?
  private let timestamp: Date?
  private let correlationID: String?
  private let userID: String?
  private let appID: String?
  private let isTruncated: Bool

  init(_ message: TransportMessage) {
    self.contentType = message.contentType
    self.headers = message.headers
    self.messageID = message.messageID
    self.type = message.type
    self.timestamp = message.timestamp
    self.correlationID = message.correlationID
    self.userID = message.userID
    self.appID = message.appID
    self.isTruncated = message.isTruncated
  }

  /// Nil for what `write` has not written.
  init?(_ json: JSONValue) {
    guard case .object(let object) = json else { return nil }
    var texts: [String: String] = [:]
    var headers: [String: HeaderValue]?
    var timestamp: Date?
    var isTruncated = false
    for member in object.members {
      switch (member.name, member.value) {
      case ("headers", .object(let values)):
        var read: [String: HeaderValue] = [:]
        for header in values.members { read[header.name] = HeaderValue(header.value) }
        headers = read
      case ("timestamp", .number(let digits)):
        guard let seconds = Double(digits) else { return nil }
        timestamp = Date(timeIntervalSinceReferenceDate: seconds)
      case ("isTruncated", .boolean(let flag)): isTruncated = flag
      case ("headers", _), ("timestamp", _), ("isTruncated", _): return nil
      case (let name, .string(let text)): texts[name] = text
      // A newer release may keep more.
      default: continue
      }
    }
    guard let headers else { return nil }
    self.contentType = texts["contentType"]
    self.headers = headers
    self.messageID = texts["messageID"]
    self.type = texts["type"]
    self.timestamp = timestamp
    self.correlationID = texts["correlationID"]
    self.userID = texts["userID"]
    self.appID = texts["appID"]
    self.isTruncated = isTruncated
  }

  /// Writes one object.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("headers")
    writer.beginObject()
    for (name, value) in self.headers {
      writer.name(name)
      switch value {
      case .string(let text): writer.string(text)
      case .integer(let number): writer.integer(number)
      case .boolean(let flag): writer.boolean(flag)
      case .unusable: writer.null()
      }
    }
    writer.endObject()
    let texts = [
      ("contentType", self.contentType), ("messageID", self.messageID), ("type", self.type),
      ("correlationID", self.correlationID), ("userID", self.userID), ("appID", self.appID),
    ]
    for (name, text) in texts {
      guard let text else { continue }
      writer.name(name)
      writer.string(text)
    }
    if let timestamp {
      writer.name("timestamp")
      writer.number(timestamp.timeIntervalSinceReferenceDate)
    }
    if self.isTruncated {
      writer.name("isTruncated")
      writer.boolean(true)
    }
    writer.endObject()
  }

  func message(exchange: String, routingKey: String, body: [UInt8]) -> TransportMessage {
    TransportMessage(
      exchange: exchange, routingKey: routingKey, contentType: self.contentType, headers: self.headers,
      messageID: self.messageID, type: self.type, timestamp: self.timestamp, correlationID: self.correlationID,
      userID: self.userID, appID: self.appID, body: body, isTruncated: self.isTruncated)
  }
}

extension HeaderValue {
  /// A JSON string, number or boolean, and null for what is unusable.
  fileprivate init(_ json: JSONValue) {
    switch json {
    case .string(let text): self = .string(text)
    case .boolean(let flag): self = .boolean(flag)
    case .number: self = json.integer.map { .integer($0) } ?? .unusable
    case .null, .array, .object: self = .unusable
    }
  }
}
