/// The members of an object, as a value reads them. Of a name that stands twice, the last counts.
struct ReadMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let codingPath: [any CodingKey]
  private let object: JSONObject

  init(_ object: JSONObject, codingPath: [any CodingKey]) {
    self.object = object
    self.codingPath = codingPath
  }

  var allKeys: [Key] { self.object.members.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { self.value(key.stringValue) != nil }

  private func value(_ name: String) -> JSONValue? { self.object.members.last { $0.name == name }?.value }

  private func decoder(_ key: Key) throws -> MessageDecoder {
    guard let value = self.value(key.stringValue) else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: self.codingPath + [key], debugDescription: "The field is missing."))
    }
    return MessageDecoder(value, at: self.codingPath + [key])
  }

  func decodeNil(forKey key: Key) throws -> Bool { try self.decoder(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try self.decoder(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try self.decoder(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try self.decoder(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try self.decoder(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try self.decoder(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try self.decoder(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try self.decoder(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try self.decoder(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try self.decoder(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try self.decoder(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try self.decoder(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try self.decoder(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try self.decoder(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try self.decoder(key).decode(type) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try self.decoder(key).decode(type) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try self.decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try self.decoder(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    MessageDecoder(self.value("super") ?? .null, at: self.codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try self.decoder(key) }
}
