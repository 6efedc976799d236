package import FoundationEssentials
import Messages
package import Messaging

/// A message on its way out: decided, made ready, and not yet confirmed by the broker.
package struct OutboxRow: Sendable, Equatable {
  /// The most bytes of a message's body; larger things go by reference.
  static let mostBytes = 128 * 1024

  package let lane: Int
  package let messageID: UUID
  package let subject: String
  package let version: Int64?
  package let exchange: String
  package let routingKey: String
  /// `TransportProperties` as JSON.
  let headers: [UInt8]
  package let body: [UInt8]
}

extension OutboxRow {
  /// Makes the event ready to leave.
  /// - Throws: a refusal when the body is larger than `mostBytes`, or the broker could not carry it: whoever handled the
  ///   input made an event that nobody can send, so the input cannot be handled.
  init(
    _ publication: Effects.Publication, by service: Service, at now: Date, cause: Cause,
    random: inout some RandomNumberGenerator
  ) throws(Rejected) {
    let type = Swift.type(of: publication.message).type
    let subject = publication.message.subject
    guard BrokerText.isShort(subject) else {
      throw Rejected(
        "", .unpublishable, "The subject of the event \(type) is empty, too long or has control characters.")
    }
    guard let body = try? MessageCoding.encode(publication.message) else {
      throw Rejected("", .unpublishable, "The event \(type) cannot be written as JSON.")
    }
    guard body.count <= Self.mostBytes else {
      throw Rejected("", .unpublishable, "The event \(type) is larger than \(Self.mostBytes) bytes.")
    }
    let id = UUID.version7(at: now, random: &random)
    let text = id.uuidString.lowercased()
    let envelope = Envelope(
      id: text, source: "/\(service.rawValue)", type: type, subject: subject,
      time: now, aggregateVersion: publication.version,
      correlationID: cause.correlationID ?? text,
      causationID: cause.causationID, traceContext: cause.traceContext?.child(using: &random) ?? .new(using: &random),
      data: body)
    let transport = CloudEventsCodec.encode(envelope, exchange: service.exchange)
    var headers = JSONWriter(reserving: 1024)
    TransportProperties(transport).write(to: &headers)
    self.init(
      lane: LaneSet.lane(of: subject), messageID: id, subject: subject,
      version: publication.version, exchange: transport.exchange, routingKey: transport.routingKey,
      headers: headers.bytes, body: transport.body)
  }

  /// The message as it leaves.
  package var transport: TransportMessage {
    Self.transport(exchange: self.exchange, routingKey: self.routingKey, headers: self.headers, body: self.body)
  }

  /// The message of a row. Headers that cannot be read (nobody but us writes them) leave it without any, and the receiver
  /// puts it into quarantine, where it is seen.
  static func transport(exchange: String, routingKey: String, headers: [UInt8], body: [UInt8]) -> TransportMessage {
    let properties = (try? JSONValue(headers)).flatMap(TransportProperties.init)
    return properties?.message(exchange: exchange, routingKey: routingKey, body: body)
      ?? TransportMessage(exchange: exchange, routingKey: routingKey, body: body)
  }
}
