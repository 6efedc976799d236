import Messages

/// Attributes in the headers, data as the body.
enum BinaryMode {
  static func decode(_ transport: TransportMessage, mediaType: MediaType?) throws(Rejected) -> Envelope {
    let headers = transport.headers
    var attributes = AttributeReader { name in
      // The trace context travels outside of the event, under the names every tracer knows.
      let isTrace = name == "traceparent" || name == "tracestate"
      let header =
        headers[CloudEventsCodec.prefix + name] ?? headers[CloudEventsCodec.alternativePrefix + name]
        ?? (isTrace ? headers[name] : nil)
      return header.map(AttributeReader.Value.init)
    }
    if !headers.keys.contains(where: Self.isAttribute) {
      attributes.note(
        "", .envelope,
        "No header \(CloudEventsCodec.prefix)…, and the content type is not \(CloudEventsCodec.structuredMediaType).")
    }
    if let mediaType, !mediaType.isJSON {
      attributes.note("datacontenttype", .contentType, "The data must be application/json in UTF-8.")
    }
    return try attributes.envelope(data: Self.data(of: transport, &attributes), of: transport)
  }

  /// Whether a header carries an attribute of the event.
  static func isAttribute(_ header: String) -> Bool {
    header.hasPrefix(CloudEventsCodec.prefix) || header.hasPrefix(CloudEventsCodec.alternativePrefix)
  }

  private static func data(
    of transport: TransportMessage, _ attributes: inout AttributeReader
  ) -> (bytes: [UInt8], json: JSONValue)? {
    guard !transport.isTruncated, transport.body.count <= CloudEventsCodec.maximumDataBytes else {
      attributes.note("", .tooLarge, "The data has more than \(CloudEventsCodec.maximumDataBytes) bytes.")
      return nil
    }
    do throws(Rejected) {
      return (transport.body, try JSONValue(transport.body))
    } catch {
      attributes.note(error)
      return nil
    }
  }
}

extension AttributeReader.Value {
  fileprivate init(_ header: HeaderValue) {
    switch header {
    case .string(let text): self = .string(text)
    case .integer(let number): self = .integer(number)
    case .boolean: self = .unusable("a boolean")
    case .unusable: self = .unusable("another kind of header")
    }
  }
}
