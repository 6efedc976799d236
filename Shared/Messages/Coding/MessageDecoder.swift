import FoundationEssentials

/// Makes a message from JSON that has been read already: the codec reads each body once, to know that it is JSON.
struct MessageDecoder: Decoder {
  let json: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ json: JSONValue, at codingPath: [any CodingKey] = []) {
    self.json = json
    self.codingPath = codingPath
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ReadMembers(try self.object(), codingPath: self.codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    ReadElements(try self.array(), codingPath: self.codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func object() throws -> JSONObject {
    guard case .object(let object) = self.json else { throw self.mismatch(JSONObject.self) }
    return object
  }

  func array() throws -> [JSONValue] {
    guard case .array(let elements) = self.json else { throw self.mismatch([JSONValue].self) }
    return elements
  }

  fileprivate func mismatch(_ type: Any.Type) -> DecodingError {
    let context = DecodingError.Context(codingPath: self.codingPath, debugDescription: "This is \(self.json.kind).")
    return self.json == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard case .number(let digits) = self.json else { throw self.mismatch(type) }
    // A sender may write a whole number as 5.0 or 5e0.
    guard let number = Number(digits) ?? Double(digits).flatMap(Number.init(exactly:)) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: self.codingPath, debugDescription: "The number does not fit."))
    }
    return number
  }
}

extension MessageDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { self.json == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .boolean(let flag) = self.json else { throw self.mismatch(type) }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = self.json else { throw self.mismatch(type) }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard case .number(let digits) = self.json, let number = Double(digits) else { throw self.mismatch(type) }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try self.decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try self.integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try self.integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try self.integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try self.integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try self.integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try self.integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try self.integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try self.integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try self.integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try self.integer(type) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    guard T.self == Date.self else { return try T(from: self) }
    guard let date = RFC3339.date(from: try self.decode(String.self)), let value = date as? T else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: self.codingPath, debugDescription: "Not an RFC 3339 time."))
    }
    return value
  }
}
