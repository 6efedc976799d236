import FoundationEssentials
import Messages

/// How one message of the catalogue stands in the document: in binary mode, and from outside in structured mode too.
enum MessageDescription {
  static func names(_ entry: Catalogue.Entry) -> [String] {
    entry.producer == .outside ? [entry.type, Self.structuredName(entry)] : [entry.type]
  }

  static func all(_ entry: Catalogue.Entry) throws -> [(name: String, value: YAML)] {
    let binary = (entry.type, try Self.binary(entry))
    return entry.producer == .outside ? [binary, (Self.structuredName(entry), try Self.structured(entry))] : [binary]
  }

  private static func structuredName(_ entry: Catalogue.Entry) -> String { "\(entry.type).structured" }

  private static func binary(_ entry: Catalogue.Entry) throws -> YAML {
    .mapping(
      ("name", .text(entry.type)), ("summary", .text(entry.summary)), ("contentType", "application/json"),
      ("headers", Self.headers(entry)),
      ("payload", .reference("components", "schemas", entry.type)),
      (
        "correlationId",
        entry.producer == .outside ? nil : .mapping(("location", "$message.header#/cloudEvents_correlationid"))
      ),
      ("bindings", Self.bindings(entry)),
      ("examples", .list(try Self.events(entry).map(Self.binaryExample))))
  }

  private static func structured(_ entry: Catalogue.Entry) throws -> YAML {
    .mapping(
      ("name", .text(entry.type)), ("summary", .text("\(entry.summary) The whole event is one JSON object.")),
      ("contentType", .text(CloudEventsCodec.structuredMediaType)),
      (
        "payload",
        .mapping(
          ("type", "object"), ("required", .texts(["specversion", "id", "source", "type", "data"])),
          (
            "properties",
            .mapping(
              Self.attributes(entry) + [
                ("datacontenttype", .mapping(("type", "string"), ("const", "application/json"))),
                ("data", .reference("components", "schemas", entry.type)),
              ])
          ))
      ),
      ("bindings", Self.bindings(entry)),
      ("examples", .list(try Self.events(entry).map(Self.structuredExample))))
  }

  private static func bindings(_ entry: Catalogue.Entry) -> YAML {
    .mapping(("amqp", .mapping(("messageType", .text(entry.type)), ("bindingVersion", .text("0.3.0")))))
  }

  // MARK: Attributes

  private static func headers(_ entry: Catalogue.Entry) -> YAML {
    let required = ["specversion", "id", "source", "type"] + (entry.producer == .outside ? [] : ["subject", "time"])
    let trace = YAML.mapping(("type", "string"), ("description", "W3C trace context."))
    return .mapping(
      ("type", "object"), ("required", .texts(required.map { CloudEventsCodec.prefix + $0 })),
      (
        "properties",
        .mapping(
          Self.attributes(entry).map { (CloudEventsCodec.prefix + $0.name, $0.value) } + [("traceparent", trace)])
      ))
  }

  private static func attributes(_ entry: Catalogue.Entry) -> [(name: String, value: YAML)] {
    let isOutside = entry.producer == .outside
    let text = YAML.mapping(
      ("type", "string"), ("minLength", 1), ("maxLength", .plain("\(AttributeReader.maximumBytes)")))
    let source: YAML =
      isOutside
      ? .mapping(
        ("type", "string"), ("maxLength", .plain("\(AttributeReader.maximumBytes)")),
        ("description", "A slash and your broker user, or below that."))
      : .mapping(("type", "string"), ("const", .text(entry.producer.source)))
    let attributes: [(name: String, value: YAML?)] = [
      ("specversion", .mapping(("type", "string"), ("const", .text("1.0")))),
      ("id", text), ("source", source), ("type", .mapping(("type", "string"), ("const", .text(entry.type)))),
      ("subject", isOutside ? text : .mapping(("type", "string"), ("description", "What it is about."))),
      ("time", .mapping(("type", "string"), ("format", "date-time"))),
      (
        "aggregateversion",
        isOutside
          ? nil
          : .mapping(
            ("type", "integer"), ("minimum", 1),
            ("description", "Counts the events of this subject from this source, without gaps."))
      ),
      ("correlationid", .mapping(("type", "string"), ("description", "The message that began the story."))),
      ("causationid", .mapping(("type", "string"), ("description", "The message that led to this one."))),
    ]
    return attributes.compactMap { name, value in value.map { (name, $0) } }
  }

  // MARK: Examples

  /// Each sample as an event.
  private static func events(_ entry: Catalogue.Entry) throws -> [(name: String, event: Envelope)] {
    let samples: [any Message] = entry.message.samples
    return try zip(["full", "minimal"], samples).map { name, sample in
      let isOutside = entry.producer == .outside
      let id = "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01"
      let event = Envelope(
        id: id, source: isOutside ? "/\(Self.exampleUser(entry))" : entry.producer.source, type: entry.type,
        subject: isOutside ? nil : sample.subject, time: Date(timeIntervalSince1970: 1_672_709_400),
        aggregateVersion: isOutside ? nil : 1, correlationID: isOutside ? nil : id, causationID: isOutside ? nil : id,
        data: try MessageCoding.encode(sample))
      return (name, event)
    }
  }

  private static func exampleUser(_ entry: Catalogue.Entry) -> String {
    entry.message == RepairCompletionReported.self ? "contractor-1" : "pms"
  }

  private static func binaryExample(_ name: String, _ event: Envelope) throws(Rejected) -> YAML {
    let headers = CloudEventsCodec.encode(event, exchange: "").headers.sorted { $0.key < $1.key }
    return .mapping(
      ("name", .text(name)),
      (
        "headers",
        .mapping(
          headers.map { header, value in
            if case .integer(let number) = value { return (header, .plain("\(number)")) }
            if case .string(let text) = value { return (header, .text(text)) }
            return (header, .plain("null"))
          })
      ),
      ("payload", YAML(try JSONValue(event.data))))
  }

  private static func structuredExample(_ name: String, _ event: Envelope) throws(Rejected) -> YAML {
    .mapping(
      ("name", .text(name)),
      (
        "payload",
        .mapping(
          ("specversion", .text("1.0")), ("id", .text(event.id)), ("source", .text(event.source)),
          ("type", .text(event.type)), ("time", event.time.map { .text(RFC3339.string(from: $0)) }),
          ("datacontenttype", "application/json"), ("data", YAML(try JSONValue(event.data))))
      ))
  }
}
