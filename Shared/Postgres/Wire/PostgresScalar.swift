/// A value that is not an array itself, and may be an element of one.
package protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
  static var postgresArrayType: PostgresType { get }
}
