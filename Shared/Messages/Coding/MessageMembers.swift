/// The members of an object, as a value writes them.
struct MessageMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let object: WrittenObject
  let codingPath: [any CodingKey]

  private func add(_ value: WrittenValue, _ key: Key) {
    self.object.members.append((key.stringValue, value))
  }

  func encodeNil(forKey key: Key) { self.add(.null, key) }
  func encode(_ flag: Bool, forKey key: Key) { self.add(.boolean(flag), key) }
  func encode(_ text: String, forKey key: Key) { self.add(.string(text), key) }
  func encode(_ number: Double, forKey key: Key) throws {
    self.add(try MessageEncoder.written(number: number, at: self.codingPath + [key]), key)
  }
  func encode(_ number: Float, forKey key: Key) throws { try self.encode(Double(number), forKey: key) }
  func encode(_ number: Int, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: Int8, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: Int16, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: Int32, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: Int64, forKey key: Key) { self.add(.integer(number), key) }
  func encode(_ number: UInt, forKey key: Key) throws {
    self.add(try MessageEncoder.written(integer: number, at: self.codingPath + [key]), key)
  }
  func encode(_ number: UInt8, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: UInt16, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: UInt32, forKey key: Key) { self.add(.integer(Int64(number)), key) }
  func encode(_ number: UInt64, forKey key: Key) throws {
    self.add(try MessageEncoder.written(integer: number, at: self.codingPath + [key]), key)
  }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    self.add(try MessageEncoder.written(value, at: self.codingPath + [key]), key)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    let nested = WrittenObject()
    self.add(.object(nested), key)
    return KeyedEncodingContainer(MessageMembers<NestedKey>(object: nested, codingPath: self.codingPath + [key]))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    let nested = WrittenArray()
    self.add(.array(nested), key)
    return MessageElements(array: nested, codingPath: self.codingPath + [key])
  }

  func superEncoder() -> any Encoder { self.deferred("super") }
  func superEncoder(forKey key: Key) -> any Encoder { self.deferred(key.stringValue) }

  private func deferred(_ name: String) -> MessageEncoder {
    let encoder = MessageEncoder(codingPath: self.codingPath)
    self.object.members.append((name, .deferred(encoder)))
    return encoder
  }
}
