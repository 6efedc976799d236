package import FoundationEssentials
import Messages

/// The identity under which a consumer remembers a message: the same for every delivery of it.
package enum InboxKey {
  /// One of our own events is its `id`. Messages from outside are told apart by everything that matters in them: a
  /// sloppy sender who uses an id twice must not lose a complaint, and nobody can take another sender's key beforehand.
  ///
  /// - Parameter envelope: nil when the message could not be read.
  package static func make(_ transport: TransportMessage, _ envelope: Envelope?) -> UUID {
    guard let envelope else { return Self.hash(of: Self.unreadable(transport)) }
    if let service = Service(source: envelope.source), service.exchange == transport.exchange,
      let id = UUID(uuidString: envelope.id)
    {
      return id
    }
    return Self.hash(of: ["event"] + Self.sender(of: transport) + [envelope.source, envelope.id], envelope.data)
  }

  /// Only what the sender wrote: the broker adds headers of its own, such as `x-delivery-count`, to later deliveries.
  private static func unreadable(_ transport: TransportMessage) -> ([String], [UInt8]) {
    let attributes = transport.headers.filter { BinaryMode.isAttribute($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let properties = [transport.contentType ?? "", transport.messageID ?? ""]
    return (["unreadable"] + Self.sender(of: transport) + properties + attributes, transport.body)
  }

  private static func sender(of transport: TransportMessage) -> [String] {
    [transport.exchange, transport.routingKey, transport.userID ?? ""]
  }

  private static func hash(of parts: ([String], [UInt8])) -> UUID { Self.hash(of: parts.0, parts.1) }

  /// Each text is preceded by its length: two lists of texts never give the same bytes.
  private static func hash(of texts: [String], _ body: [UInt8]) -> UUID {
    var name: [UInt8] = []
    for text in texts {
      name += Array("\(text.utf8.count):".utf8)
      name += Array(text.utf8)
    }
    return UUID.version5(namespace: Self.namespace, name: name + body)
  }

  /// Drawn once at random; it keeps our keys apart from anybody else's version 5 UUIDs.
  private static let namespace = UUID(
    uuid: (0x6E, 0x1B, 0x6C, 0x52, 0x0D, 0x0A, 0x4F, 0x0E, 0x9B, 0x37, 0x5A, 0x61, 0xC4, 0xF2, 0x8D, 0x13))
}
