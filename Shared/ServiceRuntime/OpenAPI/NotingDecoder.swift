import Messages

/// Gives a type whatever it asks for, and notes what that was.
struct NotingDecoder: Decoder {
  let notes: Notes
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Members<Key>(notes: self.notes))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { Elements(notes: self.notes) }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(notes: self.notes) }

  private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let notes: Notes
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    /// Asked before a field that may be left out, and before no other.
    func contains(_ key: Key) -> Bool {
      self.notes.mayBeLeftOut(key.stringValue)
      return true
    }

    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      let (schema, value) = try AnswerSchema.noted(type)
      self.notes.add(key.stringValue, schema)
      return value
    }

    func nestedContainer<Inner: CodingKey>(
      keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> { throw UndescribedAnswer(type: key.stringValue) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      throw UndescribedAnswer(type: key.stringValue)
    }

    func superDecoder() throws -> any Decoder { throw UndescribedAnswer(type: "super") }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw UndescribedAnswer(type: key.stringValue) }
  }

  /// Has one element.
  private struct Elements: UnkeyedDecodingContainer {
    let notes: Notes
    let codingPath: [any CodingKey] = []
    let count: Int? = 1
    var currentIndex = 0
    var isAtEnd: Bool { self.currentIndex > 0 }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
      let (schema, value) = try AnswerSchema.noted(type)
      self.notes.single = .object(("type", .string("array")), ("items", schema))
      self.currentIndex += 1
      return value
    }

    mutating func nestedContainer<Inner: CodingKey>(
      keyedBy type: Inner.Type
    ) throws -> KeyedDecodingContainer<Inner> { throw UndescribedAnswer(type: "nested") }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      throw UndescribedAnswer(type: "nested")
    }

    mutating func superDecoder() throws -> any Decoder { throw UndescribedAnswer(type: "super") }
  }

  private struct Single: SingleValueDecodingContainer {
    let notes: Notes
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
      let (schema, value) = try AnswerSchema.noted(type)
      self.notes.single = schema
      return value
    }
  }
}
