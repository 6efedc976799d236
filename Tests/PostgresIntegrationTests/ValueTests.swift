import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Values on a real server", .database, .timeLimit(.minutes(1)))
struct ValueTests {
  /// Sends each type as a parameter; returns it, and the server's own text of it.
  private struct EchoAll: PreparedStatement {
    struct Values: Equatable, Sendable {
      var bool = true
      var small = Int16.min
      var medium = Int32.max
      var large = Int64.min
      var double = -0.1
      var text: String? = "漏水'; DROP TABLE note; --"
      var uuid: UUID? = UUID()
      var date = Date(timeIntervalSince1970: 1_672_531_200.25)
      var bytes: [UInt8] = [0, 255]
      var json = JSONB(Array(#"{"房间": "厨房"}"#.utf8))
      var texts: [String?] = ["a", nil, "", "{,\"}"]
      var dates: [Date?] = [nil, Date(timeIntervalSince1970: 0)]
      var uuids: [UUID] = []
      var numbers = [1, 2, 3]
      var chunks: [[UInt8]?] = [[1, 2], nil, []]
      var flags = [true, false]
      var doubles = [0.5, .infinity]
      var documents = [JSONB(Array("[]".utf8))]
    }

    static let sql = "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18"
    let values: Values

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.values.bool)
      bindings.append(self.values.small)
      bindings.append(self.values.medium)
      bindings.append(self.values.large)
      bindings.append(self.values.double)
      bindings.append(self.values.text)
      bindings.append(self.values.uuid)
      bindings.append(self.values.date)
      bindings.append(self.values.bytes)
      bindings.append(self.values.json)
      bindings.append(self.values.texts)
      bindings.append(self.values.dates)
      bindings.append(self.values.uuids)
      bindings.append(self.values.numbers)
      bindings.append(self.values.chunks)
      bindings.append(self.values.flags)
      bindings.append(self.values.doubles)
      bindings.append(self.values.documents)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Values {
      var columns = row.columns()
      return Values(
        bool: try columns.next(), small: try columns.next(), medium: try columns.next(), large: try columns.next(),
        double: try columns.next(), text: try columns.next(), uuid: try columns.next(), date: try columns.next(),
        bytes: try columns.next(), json: try columns.next(), texts: try columns.next(), dates: try columns.next(),
        uuids: try columns.next(), numbers: try columns.next(), chunks: try columns.next(), flags: try columns.next(),
        doubles: try columns.next(), documents: try columns.next())
    }
  }

  @Test("P9: every type comes back from the server as it went, NULLs included")
  func roundTrip() async throws {
    try await withSession { session async throws in
      let values = EchoAll.Values()
      #expect(try await session.execute(EchoAll(values: values)) == [values])
      var nulls = values
      nulls.text = nil
      nulls.uuid = nil
      #expect(try await session.execute(EchoAll(values: nulls)) == [nulls])
    }
  }

  @Test("P9: the server understands our times: to the microsecond, and in UTC")
  func times() async throws {
    struct Describe: PreparedStatement {
      static let sql = "SELECT $1::text"
      let date: Date

      func bind(_ bindings: inout Bindings) {
        bindings.append(self.date)
      }

      static func decode(_ row: Row) throws(PostgresError) -> String {
        try row.decode(0)
      }
    }
    try await withSession { session async throws in
      let date = Date(timeIntervalSince1970: 1_672_531_200.123456)
      #expect(try await session.execute(Describe(date: date)) == ["2023-01-01 00:00:00.123456+00"])
      let impossible = await #expect(throws: PostgresError.self) {
        try await session.execute(Describe(date: Date(timeIntervalSinceReferenceDate: .nan)))
      }
      #expect(impossible?.code == .statement)
    }
  }

  @Test("P8: arrays go in by unnest, any number of rows with one statement")
  func unnest() async throws {
    struct InsertNotes: PreparedStatement {
      static let sql = "INSERT INTO note (id, text) SELECT * FROM unnest($1::bigint[], $2::text[])"
      let ids: [Int]
      let texts: [String?]

      func bind(_ bindings: inout Bindings) {
        bindings.append(self.ids)
        bindings.append(self.texts)
      }
    }
    try await TestDatabase.current.run(NoteTable.definition)
    try await withSession { session async throws in
      for (first, count) in [(0, 0), (0, 1), (1, 20_000)] {
        let ids = Array(first..<first + count)
        var pipeline = Pipeline()
        let ticket = pipeline.add(InsertNotes(ids: ids, texts: ids.map { $0.isMultiple(of: 2) ? nil : "\($0)" }))
        #expect(try await session.execute(pipeline).affected(ticket) == count)
      }
      #expect(try await session.execute(CountNotes()) == [20_001])
    }
  }

  @Test("Text is never SQL: quotes, comments and Chinese arrive as they are")
  func injection() async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    let text = "厨房漏水'); DROP TABLE note; --\\ $1 \" %s 🚰"
    try await withSession { session async throws in
      _ = try await session.execute(InsertNote(id: 1, text: text))
      #expect(try await session.execute(FindNotes()) == [.init(id: 1, text: text)])
    }
  }

  @Test("P11: a customer's telephone number in a violated constraint stays out of the description")
  func personalData() async throws {
    let telephone = "1380013\(Int.random(in: 1000...9999))"
    try await TestDatabase.current.run(
      "CREATE TABLE note (id bigint, text text CONSTRAINT note_text_key UNIQUE)")
    try await withSession { session async throws in
      _ = try await session.execute(InsertNote(id: 1, text: telephone))
      let error = await #expect(throws: PostgresError.self) {
        try await session.execute(InsertNote(id: 2, text: telephone))
      }
      let violation = try #require(error)
      #expect("\(violation)" == "PostgresError: uniqueViolation (note_text_key)")
      #expect(!"\(violation)".contains(telephone) && !violation.localizedDescription.contains(telephone))
      #expect(String(reflecting: violation).contains(telephone))
    }
  }

  @Test("A text with a NUL, which PostgreSQL cannot hold, is an error of the statement and not of the session")
  func nul() async throws {
    try await withSession { session async throws in
      let error = await #expect(throws: PostgresError.self) { try await session.execute(EchoLength(text: "a\0b")) }
      #expect(error?.code == .statement && error?.isRetriable == false)
      #expect(try await session.execute(Divide(by: 1)) == [1])
    }
  }
}
