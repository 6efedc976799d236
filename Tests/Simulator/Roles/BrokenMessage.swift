import AMQP
import Foundation
import Messages

/// Ways in which a property office's system can get a complaint wrong. Each arrives at intake, and each is refused.
enum BrokenMessage: String, CaseIterable, Sendable {
  case notJSON = "not JSON"
  case cutOff = "cut off"
  case invalidUTF8 = "invalid UTF-8"
  case wrongContentType = "wrong content type"
  case batch = "a batch of events"
  case noEnvelope = "no CloudEvents attributes"
  case headerOfWrongType = "a header of the wrong type"
  case unknownType = "an unknown type"
  case unknownVersion = "an unknown version"
  case noUserID = "no user_id"
  case foreignSource = "a foreign source"
  case missingFields = "missing fields"
  case mistypedFields = "fields of the wrong type"
  case unknownWord = "an unknown word"
  case unknownProject = "an unknown project"
  case inTheFuture = "a date in the future"
  case tooLong = "content that is too long"
  case nulCharacter = "a NUL character"
  case hugeBody = "a body of 1 MB"
  case conflict = "a known reference with other content"

  /// A message that is wrong in this way and in no other.
  func message(like report: ComplaintReported, at time: Date) throws -> AMQPMessage {
    let body = try self.body(like: report)
    let event = CloudEvent(
      id: "broken-\(self)", source: self == .foreignSource ? "/another-pms" : PropertyOffice.source, type: self.type,
      time: time, data: body)
    // The routing key stays what the office's user may write, whatever the event claims to be.
    var message =
      self == .unknownVersion ? event.structured(by: PropertyOffice.user) : event.binary(by: PropertyOffice.user)
    message.routingKey = ComplaintReported.type
    self.spoil(&message)
    return message
  }

  private var type: String {
    switch self {
    case .unknownType: "complaint.withdrawn.v1"
    case .unknownVersion: "complaint.reported.v9"
    default: ComplaintReported.type
    }
  }

  private func spoil(_ message: inout AMQPMessage) {
    switch self {
    case .wrongContentType: message.properties.contentType = "text/xml"
    case .batch: message.properties.contentType = "application/cloudevents-batch+json"
    case .noEnvelope: message.properties.headers = [:]
    case .headerOfWrongType: message.properties.headers["cloudEvents_id"] = .int64(4711)
    case .noUserID: message.properties.userID = nil
    default: break
    }
  }

  private func body(like report: ComplaintReported) throws -> [UInt8] {
    // A reference of its own, so that nothing else is wrong; the contradiction needs the known one.
    let reference = self == .conflict ? report.reference : "PMS-BROKEN-\(self)"
    let text = String(decoding: try MessageCoding.encode(report), as: UTF8.self)
      .replacing(report.reference, with: reference)
    let project = "\"project\":\"\(report.unit.project)\""
    let received = RFC3339.string(from: report.receivedAt)
    switch self {
    case .notJSON: return Array("3号楼又停水了".utf8)
    case .cutOff: return Array(text.utf8.prefix(text.utf8.count / 2))
    case .invalidUTF8: return Self.spoilContent(of: text, with: [0xFF, 0xFE])
    case .missingFields: return Array(#"{"reference":"\#(reference)","receivedAt":"\#(received)"}"#.utf8)
    case .mistypedFields:
      return Array(text.replacing("\"building\":\"", with: "\"building\":3,\"was\":\"").utf8)
    case .unknownWord:
      return Array(text.replacing("\"\(report.channel.rawValue)\"", with: "\"telepathy\"").utf8)
    case .unknownProject: return Array(text.replacing(project, with: "\"project\":\"NOWHERE\"").utf8)
    case .inTheFuture: return Array(text.replacing(received, with: "2099-01-01T00:00:00.000000Z").utf8)
    case .tooLong: return Self.spoilContent(of: text, with: Array(String(repeating: "漏", count: 4001).utf8))
    case .nulCharacter: return Self.spoilContent(of: text, with: Array(#"\u0000"#.utf8))
    case .hugeBody: return Self.spoilContent(of: text, with: [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
    case .conflict: return Self.spoilContent(of: text, with: Array("其实是另一回事。".utf8))
    default: return Array(text.utf8)
    }
  }

  /// Writes `bytes` at the beginning of the customer's words.
  private static func spoilContent(of text: String, with bytes: [UInt8]) -> [UInt8] {
    let mark = "\"content\":\""
    guard let start = text.range(of: mark)?.upperBound else { return Array(text.utf8) }
    return Array(text[..<start].utf8) + bytes + Array(text[start...].utf8)
  }
}
