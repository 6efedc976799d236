package import Messages

/// CloudEvents 1.0 over AMQP 0-9-1.
///
/// The official binding is for AMQP 1.0; here its application properties are the header table, which is our mapping.
/// Written is binary mode with the prefix `cloudEvents_`, because AMQP 0-9-1 allows no colon in a header's name; read
/// are also `cloudEvents:` and structured mode, so that a sender needs nothing but a JSON library.
package enum CloudEventsCodec {
  /// The largest `data` that is sent or taken, in bytes: 128 KiB. Larger things travel by reference.
  package static let maximumDataBytes = 128 * 1024

  /// Structured mode carries attributes and perhaps Base64 around the data; a body beyond this is not even parsed.
  static let maximumBodyBytes = 2 * maximumDataBytes

  /// Of the headers that carry an event's attributes.
  package static let prefix = "cloudEvents_"
  static let alternativePrefix = "cloudEvents:"
  static let structuredMediaType = "application/cloudevents+json"

  /// Binary mode. The routing key is the type; the same attributes stand in the AMQP properties for people and tools.
  package static func encode(_ envelope: Envelope, exchange: String) -> TransportMessage {
    var headers: [String: HeaderValue] = [
      prefix + "specversion": .string("1.0"),
      prefix + "id": .string(envelope.id),
      prefix + "source": .string(envelope.source),
      prefix + "type": .string(envelope.type),
    ]
    headers[prefix + "subject"] = envelope.subject.map(HeaderValue.string)
    headers[prefix + "time"] = envelope.time.map { .string(RFC3339.string(from: $0)) }
    headers[prefix + "aggregateversion"] = envelope.aggregateVersion.map(HeaderValue.integer)
    headers[prefix + "correlationid"] = envelope.correlationID.map(HeaderValue.string)
    headers[prefix + "causationid"] = envelope.causationID.map(HeaderValue.string)
    headers["traceparent"] = envelope.traceContext.map { .string($0.traceparent) }
    headers["tracestate"] = envelope.traceContext?.tracestate.map(HeaderValue.string)
    return TransportMessage(
      exchange: exchange, routingKey: envelope.type, contentType: envelope.dataContentType, headers: headers,
      messageID: envelope.id, type: envelope.type, timestamp: envelope.time, correlationID: envelope.correlationID,
      appID: Service(source: envelope.source)?.rawValue, body: envelope.data)
  }

  /// - Throws: ``Rejected`` with every fault of envelope and bytes; what `data` means is for its message type to say.
  package static func decode(_ transport: TransportMessage) throws(Rejected) -> Envelope {
    let mediaType = transport.contentType.map(MediaType.init)
    guard let mediaType, mediaType.name.hasPrefix("application/cloudevents") else {
      return try BinaryMode.decode(transport, mediaType: mediaType)
    }
    guard mediaType.name == structuredMediaType else {
      throw Rejected(
        "", .contentType,
        "Batches and formats other than JSON are not supported: send one event a message as \(structuredMediaType).")
    }
    return try StructuredMode.decode(transport, mediaType: mediaType)
  }
}

extension Service {
  /// The `source` of a service's own events.
  package var source: String { "/\(self.rawValue)" }

  package init?(source: String) {
    guard source.hasPrefix("/"), let service = Service(rawValue: String(source.dropFirst())), service != .outside else {
      return nil
    }
    self = service
  }
}
