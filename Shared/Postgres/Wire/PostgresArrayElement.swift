/// What may stand in a Swift array that is a parameter or a column: scalars, optional scalars, and `UInt8`, whose array
/// is a `bytea` and no array at all.
package protocol PostgresArrayElement: Sendable {
  static var postgresTypeOfArray: PostgresType { get }
  static func postgresEncode(_ array: [Self], into bytes: inout [UInt8])
  static func postgresDecodeArray(_ cell: Cell) throws(PostgresError) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
  package static var postgresType: PostgresType { Element.postgresTypeOfArray }

  package func postgresEncode(into bytes: inout [UInt8]) {
    Element.postgresEncode(self, into: &bytes)
  }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
  package init(cell: Cell) throws(PostgresError) {
    self = try Element.postgresDecodeArray(cell)
  }
}

extension PostgresScalar {
  package static var postgresTypeOfArray: PostgresType { Self.postgresArrayType }

  package static func postgresEncode(_ array: [Self], into bytes: inout [UInt8]) {
    ArrayCoding.encode(array, as: Self.self, into: &bytes)
  }

  package static func postgresDecodeArray(_ cell: Cell) throws(PostgresError) -> [Self] {
    try ArrayCoding.decode(cell)
  }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
  package static var postgresTypeOfArray: PostgresType { Wrapped.postgresArrayType }

  package static func postgresEncode(_ array: [Wrapped?], into bytes: inout [UInt8]) {
    ArrayCoding.encode(array, as: Wrapped.self, into: &bytes)
  }

  package static func postgresDecodeArray(_ cell: Cell) throws(PostgresError) -> [Wrapped?] {
    try ArrayCoding.decode(cell)
  }
}
