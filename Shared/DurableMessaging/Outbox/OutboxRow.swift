import FoundationEssentials
import Messages
import Messaging

/// A message on its way out: decided, made ready, and not yet confirmed by the broker.
struct OutboxRow: Sendable, Equatable {
  /// The most bytes of a message's body; larger things go by reference.
  static let mostBytes = 128 * 1024

  let lane: Int
  let messageID: UUID
  let subject: String
  let version: Int64?
  let exchange: String
  let routingKey: String
  /// `TransportProperties` as JSON.
  let headers: [UInt8]
  let body: [UInt8]
}

extension OutboxRow {
  /// Makes the event ready to leave.
  /// - Throws: a refusal when the body is larger than `mostBytes`, or the broker could not carry it: whoever handled the
  ///   input made an event that nobody can send, so the input cannot be handled.
  init(_ publication: Effects.Publication, by service: Service, at now: Date, cause: Cause) throws(Rejected) {
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
    let id = UUID.version7(at: now)
    let envelope = Envelope(
      id: id.uuidString.lowercased(), source: "/\(service.rawValue)", type: type, subject: subject,
      time: now, aggregateVersion: publication.version,
      correlationID: cause.correlationID ?? id.uuidString.lowercased(),
      causationID: cause.causationID, traceContext: cause.traceContext?.child() ?? .new(), data: body)
    let transport = CloudEventsCodec.encode(envelope, exchange: service.exchange)
    guard let headers = try? JSONEncoder().encode(TransportProperties(transport)) else {
      throw Rejected("", .unpublishable, "The headers of the event \(type) cannot be written as JSON.")
    }
    self.init(
      lane: LaneSet.lane(of: subject), messageID: id, subject: subject,
      version: publication.version, exchange: transport.exchange, routingKey: transport.routingKey,
      headers: Array(headers), body: transport.body)
  }
}
