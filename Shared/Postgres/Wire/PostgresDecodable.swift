/// A value that can be read from a column. Whatever the bytes are, reading them throws and never traps.
package protocol PostgresDecodable: Sendable {
  init(cell: Cell) throws(PostgresError)
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  /// NULL is nil.
  package init(cell: Cell) throws(PostgresError) {
    self = cell.bytes == nil ? nil : try Wrapped(cell: cell)
  }
}
