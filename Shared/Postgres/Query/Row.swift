/// One row of a result. Columns are read by position, by name, or one after the other with `columns()`.
package struct Row: Sendable {
  let table: ResultTable
  let index: Int
  let statementName: String?

  /// Reads the column at `column`, counted from 0. `T` may be optional; NULL in a column that is not throws.
  package func decode<T: PostgresDecodable>(_ column: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
    try T(cell: try self.cell(column))
  }

  /// Reads the column that the statement calls `name`.
  package func decode<T: PostgresDecodable>(_ name: String, as type: T.Type = T.self) throws(PostgresError) -> T {
    guard let column = self.table.columns.firstIndex(where: { $0.name == name }) else {
      throw self.missing(name)
    }
    return try T(cell: try self.cell(column))
  }

  /// Reads the columns from left to right.
  package func columns() -> Columns { Columns(row: self) }

  private func cell(_ column: Int) throws(PostgresError) -> Cell {
    guard self.table.columns.indices.contains(column) else { throw self.missing("\(column)") }
    return Cell(
      statementName: self.statementName, column: self.table.columns[column].name,
      type: self.table.columns[column].type, bytes: self.table.value(row: self.index, column: column))
  }

  private func missing(_ column: String) -> PostgresError {
    PostgresError(
      .decoding, statementName: "\(self.statementName ?? "").\(column)", detail: "the result has no such column")
  }
}
