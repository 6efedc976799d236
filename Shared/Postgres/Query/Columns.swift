/// Reads a row's columns from left to right, so that decoding reads like the statement's list of columns.
package struct Columns: Sendable {
  private let row: Row
  private var position = 0

  init(row: Row) {
    self.row = row
  }

  /// Reads the next column. `T` may be optional; NULL in a column that is not throws.
  package mutating func next<T: PostgresDecodable>(_ type: T.Type = T.self) throws(PostgresError) -> T {
    defer { self.position += 1 }
    return try self.row.decode(self.position, as: type)
  }
}
