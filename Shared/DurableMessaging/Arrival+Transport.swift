import FoundationEssentials
import Messages
package import Messaging

extension Arrival {
  /// A message as the transport brought it.
  package init(consumer: String, transport: TransportMessage, isRedelivered: Bool = false) {
    let envelope = Self.read(transport)
    self.init(
      key: InboxKey.make(transport, try? envelope.get()), consumer: consumer, transport: transport, envelope: envelope,
      isRedelivered: isRedelivered)
  }

  /// A message that was kept, under its key.
  package init(_ id: InboxID, kept bytes: [UInt8]) {
    if let transport = StoredMessage.message(from: bytes) {
      self.init(key: id.messageID, consumer: id.consumer, transport: transport, envelope: Self.read(transport))
    } else {
      // Only a hand that writes into the table can bring this about; the row ends in quarantine and blocks nobody.
      self.init(
        key: id.messageID, consumer: id.consumer,
        transport: TransportMessage(exchange: "", routingKey: "", body: bytes),
        envelope: .failure(Rejected("", .envelope, "The stored message cannot be read.")))
    }
  }

  /// What a refusal calls the message: the event's `id`, or what AMQP calls it, or the inbox key where neither can be
  /// read, or could be sent back: a refusal's text is a header and a column too.
  package var name: String {
    if let envelope = try? self.envelope.get() { return envelope.id }
    guard let id = self.transport.messageID, !id.isEmpty, !id.unicodeScalars.contains(where: \.isControl) else {
      return self.key.uuidString.lowercased()
    }
    return id
  }

  private static func read(_ transport: TransportMessage) -> Result<Envelope, Rejected> {
    do throws(Rejected) {
      return .success(try CloudEventsCodec.decode(transport))
    } catch {
      return .failure(error)
    }
  }
}
