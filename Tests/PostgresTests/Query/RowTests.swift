import Testing

@testable import Postgres

@Suite("Rows")
struct RowTests {
  private let row = Row(
    table: ResultTable(
      columns: [.init(name: "number", type: .text), .init(name: "version", type: .int2)], rowCount: 2, affected: 2,
      ranges: [0..<1, nil, 1..<2, 2..<4], bytes: [0x61, 0x62, 0, 7]),
    index: 1, statementName: "FindComplaint")

  @Test("Columns are found by position, by name, and one after the other")
  func access() throws {
    #expect(try row.decode(0, as: String.self) == "b")
    #expect(try row.decode("version", as: Int.self) == 7)
    var columns = row.columns()
    #expect(try columns.next(String.self) == "b")
    #expect(try columns.next(Int?.self) == 7)
    #expect(throws: PostgresError.self) { try columns.next(Int.self) }
  }

  @Test("An error of decoding names statement, column and type, and no value")
  func error() throws {
    let error = #expect(throws: PostgresError.self) { try row.decode("number", as: Int.self) }
    #expect(error?.code == .decoding)
    #expect("\(try #require(error))" == "PostgresError: decoding (FindComplaint.number)")
    #expect(error?.debugDescription.contains("expected Int, found type 25") == true)
    let missing = #expect(throws: PostgresError.self) { try row.decode("surname", as: Int.self) }
    #expect("\(try #require(missing))" == "PostgresError: decoding (FindComplaint.surname)")
    #expect(throws: PostgresError.self) { try row.decode(-1, as: Int.self) }
  }
}
