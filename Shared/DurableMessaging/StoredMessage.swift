import FoundationEssentials
import Messaging

/// A whole transport message as bytes: what the inbox keeps of a message that is not done, so that handling it later is
/// handling the same thing.
///
/// The length of a JSON head in four bytes (big-endian), the head, and then the body as it came. The body is not in the
/// JSON, because it need not be text and may have megabytes.
enum StoredMessage {
  private struct Head: Codable {
    let exchange: String
    let routingKey: String
    let properties: TransportProperties
  }

  static func bytes(of message: TransportMessage) throws -> [UInt8] {
    let head = try JSONEncoder().encode(
      Head(
        exchange: message.exchange, routingKey: message.routingKey, properties: TransportProperties(message)))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + head.count + message.body.count)
    withUnsafeBytes(of: UInt32(head.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: head)
    bytes.append(contentsOf: message.body)
    return bytes
  }

  /// Nil for bytes that `bytes(of:)` has not written.
  static func message(from bytes: [UInt8]) -> TransportMessage? {
    guard bytes.count >= 4 else { return nil }
    let length = Int(bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    guard bytes.count >= 4 + length,
      let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[4..<(4 + length)]))
    else { return nil }
    return head.properties.message(
      exchange: head.exchange, routingKey: head.routingKey, body: Array(bytes[(4 + length)...]))
  }
}
