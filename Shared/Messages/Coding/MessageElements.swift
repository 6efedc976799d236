/// The elements of a list, as a value writes them.
struct MessageElements: UnkeyedEncodingContainer {
  let array: WrittenArray
  let codingPath: [any CodingKey]

  var count: Int { self.array.elements.count }

  private func add(_ value: WrittenValue) { self.array.elements.append(value) }

  func encodeNil() { self.add(.null) }
  func encode(_ flag: Bool) { self.add(.boolean(flag)) }
  func encode(_ text: String) { self.add(.string(text)) }
  func encode(_ number: Double) throws { self.add(try MessageEncoder.written(number: number, at: self.codingPath)) }
  func encode(_ number: Float) throws { try self.encode(Double(number)) }
  func encode(_ number: Int) { self.add(.integer(Int64(number))) }
  func encode(_ number: Int8) { self.add(.integer(Int64(number))) }
  func encode(_ number: Int16) { self.add(.integer(Int64(number))) }
  func encode(_ number: Int32) { self.add(.integer(Int64(number))) }
  func encode(_ number: Int64) { self.add(.integer(number)) }
  func encode(_ number: UInt) throws { self.add(try MessageEncoder.written(integer: number, at: self.codingPath)) }
  func encode(_ number: UInt8) { self.add(.integer(Int64(number))) }
  func encode(_ number: UInt16) { self.add(.integer(Int64(number))) }
  func encode(_ number: UInt32) { self.add(.integer(Int64(number))) }
  func encode(_ number: UInt64) throws { self.add(try MessageEncoder.written(integer: number, at: self.codingPath)) }
  func encode<T: Encodable>(_ value: T) throws { self.add(try MessageEncoder.written(value, at: self.codingPath)) }

  func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
    let nested = WrittenObject()
    self.add(.object(nested))
    return KeyedEncodingContainer(MessageMembers<NestedKey>(object: nested, codingPath: self.codingPath))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    let nested = WrittenArray()
    self.add(.array(nested))
    return MessageElements(array: nested, codingPath: self.codingPath)
  }

  func superEncoder() -> any Encoder {
    let encoder = MessageEncoder(codingPath: self.codingPath)
    self.add(.deferred(encoder))
    return encoder
  }
}
