package import FoundationEssentials

/// A message of the contract between the services and with outside systems.
///
/// Within a version only optional fields are added; a breaking change is a new type with the next `vN`.
package protocol Message: Codable, Sendable, Equatable {
  /// `noun.past-participle.vN`; also the routing key.
  static var type: String { get }

  /// What the message is about: the order key of every consumer, and the `subject` of the CloudEvent.
  var subject: String { get }

  /// Examples for the AsyncAPI document and the golden files: the first has every optional field, the last has none.
  static var samples: [Self] { get }
}

/// How message bodies are written and read: JSON with sorted keys, times in RFC 3339 with microseconds.
package enum MessageCoding {
  package static func encode(_ message: some Message) throws -> [UInt8] {
    try MessageEncoder.encode(message)
  }

  /// The same way of writing for what a service keeps in a column of its own.
  package static func encode(column value: some Encodable) throws -> [UInt8] {
    try MessageEncoder.encode(value)
  }

  /// - Throws: `DecodingError`, or `Rejected` when the column holds no JSON.
  package static func decode<Value: Decodable>(column bytes: [UInt8], as type: Value.Type = Value.self) throws -> Value
  {
    try Value(from: MessageDecoder(try JSONValue(bytes)))
  }

  /// - Throws: `DecodingError` when a required field is missing or has another type, `Rejected` when the body is no JSON;
  ///   unknown fields are ignored.
  package static func decode<M: Message>(_ type: M.Type = M.self, from body: [UInt8]) throws -> M {
    try self.decode(M.self, from: try JSONValue(body))
  }

  /// The same from a body that has been read.
  package static func decode<M: Message>(_ type: M.Type = M.self, from json: JSONValue) throws -> M {
    try M(from: MessageDecoder(json))
  }

  package static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = RFC3339.date(from: text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not an RFC 3339 time.")
      }
      return date
    }
    return decoder
  }
}
