import Foundation
import Postgres

/// The table that most tests write to.
enum NoteTable {
  static let definition = """
    CREATE TABLE note (
      id   bigint NOT NULL,
      text text,
      CONSTRAINT note_pkey PRIMARY KEY (id),
      CONSTRAINT note_text_check CHECK (text <> 'forbidden'))
    """
}

struct InsertNote: PreparedStatement {
  static let sql = "INSERT INTO note (id, text) VALUES ($1, $2)"
  let id: Int
  let text: String?

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.id)
    bindings.append(self.text)
  }
}

struct UpdateNote: PreparedStatement {
  static let sql = "UPDATE note SET text = $2 WHERE id = $1"
  let id: Int
  let text: String

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.id)
    bindings.append(self.text)
  }
}

struct FindNotes: PreparedStatement {
  struct Note: Equatable, Sendable {
    let id: Int
    let text: String?
  }

  static let sql = "SELECT id, text FROM note ORDER BY id"

  static func decode(_ row: Row) throws(PostgresError) -> Note {
    var columns = row.columns()
    return Note(id: try columns.next(), text: try columns.next())
  }
}

struct CountNotes: PreparedStatement {
  static let sql = "SELECT count(*) FROM note"

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    try row.decode("count")
  }
}

/// Against the rule: it selects whatever columns there are, so that a change of the table makes its plan stale.
struct SelectEverything: PreparedStatement {
  static let sql = "SELECT * FROM note ORDER BY id"

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    try row.decode("id")
  }
}

struct Divide: PreparedStatement {
  static let sql = "SELECT 1 / $1"
  let by: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.by)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    try row.decode(0)
  }
}

struct Repeat: PreparedStatement {
  static let sql = "SELECT repeat($1, $2)"
  let text: String
  let count: Int32

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.text)
    bindings.append(self.count)
  }

  static func decode(_ row: Row) throws(PostgresError) -> String {
    try row.decode(0)
  }
}

struct EchoLength: PreparedStatement {
  static let sql = "SELECT $1, octet_length($1)"
  let text: String

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> (text: String, length: Int) {
    (try row.decode(0), try row.decode(1))
  }
}

/// Keeps the server busy for longer than any test waits.
struct SleepLong: PreparedStatement {
  static let sql = "SELECT pg_sleep(600)"
}

struct BackendPID: PreparedStatement {
  static let sql = "SELECT pg_backend_pid()"

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    try row.decode(0)
  }
}

struct CopyOut: PreparedStatement {
  static let sql = "COPY (SELECT 1) TO STDOUT"
}
