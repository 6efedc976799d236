/// A statement is a type: the SQL stands beside the decoding, values travel as parameters only, so that no text from
/// outside ever becomes SQL.
///
/// Name the columns, never `SELECT *`: a prepared statement whose columns change is refused by the server. Many rows go in
/// by `unnest($1::uuid[], …)`: one statement whatever the number of rows.
package protocol PreparedStatement: Sendable {
  associatedtype Output: Sendable = Void
  static var sql: String { get }
  /// Appends the parameters `$1`, `$2`, … in order.
  func bind(_ bindings: inout Bindings)
  static func decode(_ row: Row) throws(PostgresError) -> Output
}

extension PreparedStatement where Output == Void {
  package static func decode(_ row: Row) throws(PostgresError) {}
}

extension PreparedStatement {
  /// For a statement without parameters.
  package func bind(_ bindings: inout Bindings) {}
}
