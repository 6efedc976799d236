/// A value that can be a statement's parameter, in the server's binary format: text would lose precision and time.
package protocol PostgresEncodable: Sendable {
  /// What the parameter is declared as; the server casts from it as it does in SQL (a `bigint` column takes an `Int32`).
  static var postgresType: PostgresType { get }
  /// Appends the value's bytes, without their length.
  func postgresEncode(into bytes: inout [UInt8])
}
