/// The elements of a list, as a value reads them.
struct ReadElements: UnkeyedDecodingContainer {
  let codingPath: [any CodingKey]
  private let elements: [JSONValue]
  private(set) var currentIndex = 0

  init(_ elements: [JSONValue], codingPath: [any CodingKey]) {
    self.elements = elements
    self.codingPath = codingPath
  }

  var count: Int? { self.elements.count }
  var isAtEnd: Bool { self.currentIndex == self.elements.count }

  private struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { self.intValue.map { "\($0)" } ?? "" }

    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
  }

  private func decoder() throws -> MessageDecoder {
    let path = self.codingPath + [Index(intValue: self.currentIndex)]
    guard !self.isAtEnd else {
      throw DecodingError.valueNotFound(
        JSONValue.self, DecodingError.Context(codingPath: path, debugDescription: "The list has no more elements."))
    }
    return MessageDecoder(self.elements[self.currentIndex], at: path)
  }

  private mutating func next<T>(_ decode: (MessageDecoder) throws -> T) throws -> T {
    let value = try decode(try self.decoder())
    self.currentIndex += 1
    return value
  }

  /// Passes over a null, and over nothing else.
  mutating func decodeNil() throws -> Bool {
    let isNull = try self.decoder().decodeNil()
    if isNull { self.currentIndex += 1 }
    return isNull
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: String.Type) throws -> String { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Double.Type) throws -> Double { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Float.Type) throws -> Float { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Int.Type) throws -> Int { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try self.next { try $0.decode(type) } }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try self.next { try $0.decode(type) } }
  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try self.next { try $0.decode(type) } }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try self.next { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try self.next { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try self.next { $0 } }
}
