/// A statement's result, copied out of libpq's memory: rows are decoded in the caller's task, not on the session's thread.
struct ResultTable: Sendable {
  struct Column: Sendable {
    let name: String
    let type: PostgresType
  }

  let columns: [Column]
  let rowCount: Int
  /// Rows inserted, updated, deleted or selected, as the server counts them.
  let affected: Int
  /// Row after row; nil is NULL.
  private let ranges: [Range<Int>?]
  private let bytes: [UInt8]

  init(columns: [Column], rowCount: Int, affected: Int, ranges: [Range<Int>?], bytes: [UInt8]) {
    self.columns = columns
    self.rowCount = rowCount
    self.affected = affected
    self.ranges = ranges
    self.bytes = bytes
  }

  func value(row: Int, column: Int) -> ArraySlice<UInt8>? {
    self.ranges[row * self.columns.count + column].map { self.bytes[$0] }
  }
}
