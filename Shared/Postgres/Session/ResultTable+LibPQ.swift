import CLibPQ

extension ResultTable {
  /// Copies a `PGresult`, which the caller clears.
  init(_ result: OpaquePointer) {
    let columnCount = PQnfields(result)
    let rowCount = PQntuples(result)
    var ranges: [Range<Int>?] = []
    ranges.reserveCapacity(Int(rowCount) * Int(columnCount))
    var bytes: [UInt8] = []
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else {
          ranges.append(nil)
          continue
        }
        let start = bytes.count
        bytes.append(
          contentsOf: UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, column))))
        ranges.append(start..<bytes.count)
      }
    }
    self.init(
      columns: (0..<columnCount).map { column in
        Column(
          name: PQfname(result, column).map { String(cString: $0) } ?? "",
          type: PostgresType(rawValue: PQftype(result, column)))
      },
      rowCount: Int(rowCount),
      affected: PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0,
      ranges: ranges, bytes: bytes)
  }
}

extension ServerFailure {
  /// Copies the fields of a `PGresult` that is an error.
  init(_ result: OpaquePointer) {
    func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
    let severity = field(postgres_field_severity)
    self.init(
      isFatal: severity == "FATAL" || severity == "PANIC",
      sqlState: field(postgres_field_sql_state),
      constraint: field(postgres_field_constraint),
      table: field(postgres_field_table),
      routine: field(postgres_field_routine),
      text: [field(postgres_field_message), field(postgres_field_detail)].compactMap { $0 }.joined(separator: "; "))
  }
}
