import Messages
import Messaging

/// A whole transport message as bytes: what the inbox keeps of a message that is not done, so that handling it later is
/// handling the same thing.
///
/// The length of a JSON head in four bytes (big-endian), the head, and then the body as it came. The body is not in the
/// JSON, because it need not be text and may have megabytes.
enum StoredMessage {
  static func bytes(of message: TransportMessage) throws -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("exchange")
    writer.string(message.exchange)
    writer.name("routingKey")
    writer.string(message.routingKey)
    writer.name("properties")
    TransportProperties(message).write(to: &writer)
    writer.endObject()
    let head = writer.bytes
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
    guard bytes.count >= 4 + length, case .object(let head)? = try? JSONValue(Array(bytes[4..<(4 + length)])) else {
      return nil
    }
    func value(_ name: String) -> JSONValue? { head.members(named: name).first?.value }
    guard case .string(let exchange)? = value("exchange"), case .string(let routingKey)? = value("routingKey"),
      let properties = value("properties").flatMap(TransportProperties.init)
    else { return nil }
    return properties.message(exchange: exchange, routingKey: routingKey, body: Array(bytes[(4 + length)...]))
  }
}
