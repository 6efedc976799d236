/// One value of one row as the server sent it.
package struct Cell: Sendable {
  let statementName: String?
  let column: String
  var type: PostgresType
  /// Nil is NULL.
  var bytes: ArraySlice<UInt8>?

  func requiredBytes(_ expected: Any.Type) throws(PostgresError) -> ArraySlice<UInt8> {
    guard let bytes = self.bytes else { throw self.mismatch(expected, "the column is NULL") }
    return bytes
  }

  /// The column's number, whatever its width on the wire; the width we want has to hold it.
  func integer<Number: FixedWidthInteger>(_ expected: Number.Type) throws(PostgresError) -> Number {
    var reader = ByteReader(try self.requiredBytes(expected))
    let wide: Int64?
    switch self.type {
    case .int2: wide = reader.integer(Int16.self).map(Int64.init)
    case .int4: wide = reader.integer(Int32.self).map(Int64.init)
    case .int8: wide = reader.integer(Int64.self)
    default: throw self.mismatch(expected, "another type; cast it in the statement")
    }
    guard let wide, reader.remaining == 0 else { throw self.mismatch(expected, "the number has the wrong length") }
    guard let number = Number(exactly: wide) else { throw self.mismatch(expected, "the number does not fit") }
    return number
  }

  /// All bytes as one number, for the types that are one.
  func fixed<Number: FixedWidthInteger>(
    _ number: Number.Type, of type: PostgresType, expected: Any.Type
  ) throws(PostgresError) -> Number {
    var reader = ByteReader(try self.requiredBytes(expected))
    guard self.type == type else { throw self.mismatch(expected, "another type; cast it in the statement") }
    guard let value = reader.integer(number), reader.remaining == 0 else {
      throw self.mismatch(expected, "the value has the wrong length")
    }
    return value
  }

  /// Names statement, column and types, never the value.
  func mismatch(_ expected: Any.Type, _ reason: String) -> PostgresError {
    PostgresError(
      .decoding, statementName: "\(self.statementName ?? "").\(self.column)",
      detail: "expected \(expected), found type \(self.type.rawValue): \(reason)")
  }
}
