import FoundationEssentials

/// Turns a message into JSON with members in the order of their names, and times in RFC 3339 with microseconds.
///
/// A tenth of the instructions of Foundation's encoder, which has options that the contract never uses.
final class MessageEncoder: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private var value: WrittenValue?

  /// What has been written; nothing is an object without members.
  var written: WrittenValue { self.value ?? .object(WrittenObject()) }

  init(codingPath: [any CodingKey]) {
    self.codingPath = codingPath
  }

  static func encode(_ value: some Encodable) throws -> [UInt8] {
    var writer = JSONWriter(reserving: 512)
    try self.written(value, at: []).write(to: &writer)
    return writer.bytes
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .object(let object) = self.value {
      return KeyedEncodingContainer(MessageMembers(object: object, codingPath: self.codingPath))
    }
    let object = WrittenObject()
    self.value = .object(object)
    return KeyedEncodingContainer(MessageMembers(object: object, codingPath: self.codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let array = WrittenArray()
    self.value = .array(array)
    return MessageElements(array: array, codingPath: self.codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  static func written<T: Encodable>(
    _ value: T, at codingPath: @autoclosure () -> [any CodingKey]
  ) throws -> WrittenValue {
    if T.self == Date.self, let date = value as? Date { return .string(RFC3339.string(from: date)) }
    let encoder = MessageEncoder(codingPath: codingPath())
    try value.encode(to: encoder)
    return encoder.written
  }

  static func written(integer number: some BinaryInteger, at codingPath: [any CodingKey]) throws -> WrittenValue {
    guard let integer = Int64(exactly: number) else { throw self.invalid(number, at: codingPath) }
    return .integer(integer)
  }

  static func written(number: Double, at codingPath: [any CodingKey]) throws -> WrittenValue {
    guard number.isFinite else { throw self.invalid(number, at: codingPath) }
    return .number(number)
  }

  private static func invalid(_ value: Any, at codingPath: [any CodingKey]) -> EncodingError {
    .invalidValue(
      value, EncodingError.Context(codingPath: codingPath, debugDescription: "JSON cannot hold this number."))
  }
}

extension MessageEncoder: SingleValueEncodingContainer {
  func encodeNil() { self.value = .null }
  func encode(_ flag: Bool) { self.value = .boolean(flag) }
  func encode(_ text: String) { self.value = .string(text) }
  func encode(_ number: Double) throws { self.value = try Self.written(number: number, at: self.codingPath) }
  func encode(_ number: Float) throws { self.value = try Self.written(number: Double(number), at: self.codingPath) }
  func encode(_ number: Int) { self.value = .integer(Int64(number)) }
  func encode(_ number: Int8) { self.value = .integer(Int64(number)) }
  func encode(_ number: Int16) { self.value = .integer(Int64(number)) }
  func encode(_ number: Int32) { self.value = .integer(Int64(number)) }
  func encode(_ number: Int64) { self.value = .integer(number) }
  func encode(_ number: UInt) throws { self.value = try Self.written(integer: number, at: self.codingPath) }
  func encode(_ number: UInt8) { self.value = .integer(Int64(number)) }
  func encode(_ number: UInt16) { self.value = .integer(Int64(number)) }
  func encode(_ number: UInt32) { self.value = .integer(Int64(number)) }
  func encode(_ number: UInt64) throws { self.value = try Self.written(integer: number, at: self.codingPath) }
  func encode<T: Encodable>(_ value: T) throws { self.value = try Self.written(value, at: self.codingPath) }
}
