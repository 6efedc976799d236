import FoundationEssentials
import Messages

/// Attributes and data as one JSON object.
enum StructuredMode {
  static func decode(_ transport: TransportMessage, mediaType: MediaType) throws(Rejected) -> Envelope {
    guard mediaType.isUTF8 else {
      throw Rejected("", .contentType, "The event must be in UTF-8.")
    }
    guard !transport.isTruncated, transport.body.count <= CloudEventsCodec.maximumBodyBytes else {
      throw Rejected("", .tooLarge, "The event has more than \(CloudEventsCodec.maximumBodyBytes) bytes.")
    }
    let json = try JSONValue(transport.body)
    guard case .object(let event) = json else {
      throw Rejected("", .wrongType, "The event must be a JSON object, is \(json.kind).")
    }
    // The JSON format of CloudEvents 1.0 (section 2.1) lets a sender write an attribute that is not set as null.
    let set = event.members.filter { $0.value != .null || $0.name == "data" }
    var attributes = AttributeReader { name in
      set.first { $0.name == name }.map { AttributeReader.Value($0.value) }
    }
    Self.noteRepeated(set, &attributes)
    if let type = attributes.optional("datacontenttype"), !MediaType(type).isJSON {
      attributes.note("datacontenttype", .contentType, "The data must be application/json in UTF-8.")
    }
    let data = Self.data(of: set, in: transport.body, &attributes)
    return try attributes.envelope(data: data, of: transport)
  }

  /// A name that stands twice could be read as either; names that we do not read are left alone.
  private static func noteRepeated(_ members: [JSONObject.Member], _ attributes: inout AttributeReader) {
    guard Set(members.map(\.name)).count < members.count else { return }
    let counts = Dictionary(members.map { ($0.name, 1) }, uniquingKeysWith: +)
    for name in Self.known.sorted() where counts[name, default: 0] > 1 {
      attributes.note(name, .invalid, "The field is given more than once.")
    }
  }

  private static let known: Set = [
    "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "aggregateversion", "correlationid",
    "causationid", "data", "data_base64",
  ]

  /// The bytes of `data` as the sender wrote them: nothing is decoded and written again, so nothing can change.
  private static func data(
    of members: [JSONObject.Member], in body: [UInt8], _ attributes: inout AttributeReader
  ) -> (bytes: [UInt8], json: JSONValue)? {
    let data: [UInt8]
    let known: JSONValue?
    switch (members.first { $0.name == "data" }, members.first { $0.name == "data_base64" }) {
    case (let json?, nil):
      data = Array(body[json.range])
      known = json.value
    case (nil, let encoded?):
      guard case .string(let text) = encoded.value, let decoded = Data(base64Encoded: text) else {
        attributes.note("data_base64", .invalid, "Must be a string in Base64.")
        return nil
      }
      data = Array(decoded)
      known = nil
    case (nil, nil):
      attributes.note("data", .missing, "The event has no data.")
      return nil
    case (_?, _?):
      attributes.note("data_base64", .envelope, "Either data or data_base64, not both.")
      return nil
    }
    guard data.count <= CloudEventsCodec.maximumDataBytes else {
      attributes.note("data", .tooLarge, "The data has more than \(CloudEventsCodec.maximumDataBytes) bytes.")
      return nil
    }
    if let known { return (data, known) }
    do throws(Rejected) {
      return (data, try JSONValue(data))
    } catch {
      attributes.note(error)
      return nil
    }
  }
}

extension AttributeReader.Value {
  fileprivate init(_ json: JSONValue) {
    switch json {
    case .string(let text): self = .string(text)
    case .number: self = json.integer.map(Self.integer) ?? .unusable("a number")
    case .null, .boolean, .array, .object: self = .unusable(json.kind)
    }
  }
}
