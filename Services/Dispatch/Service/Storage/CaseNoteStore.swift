import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

struct InsertCaseNotes: PreparedStatement {
  static let sql = """
    INSERT INTO case_note (number, noted_at, action, person, text)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
    """
  let notes: [(number: ComplaintNumber, note: CaseNote)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.notes.map(\.number.text))
    bindings.append(self.notes.map(\.note.notedAt))
    bindings.append(self.notes.map(\.note.action.rawValue))
    bindings.append(self.notes.map(\.note.person))
    bindings.append(self.notes.map(\.note.text))
  }
}

/// What was done to a case, in its order.
struct NotesOfCase: PreparedStatement {
  static let sql = "SELECT noted_at, action, person, text FROM case_note WHERE number = $1 ORDER BY noted_at"
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> CaseNote {
    var columns = row.columns()
    return try CaseNote(&columns)
  }
}

/// What was done to the cases of a batch, each in its order.
struct NotesOfCases: PreparedStatement {
  static let sql = """
    SELECT number, noted_at, action, person, text FROM case_note WHERE number = ANY($1) ORDER BY number, noted_at
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (number: ComplaintNumber, note: CaseNote) {
    var columns = row.columns()
    return (try columns.identifier(), try CaseNote(&columns))
  }
}

extension CaseNote {
  fileprivate init(_ columns: inout Columns) throws(PostgresError) {
    let notedAt: Date = try columns.next()
    guard let action = Action(rawValue: try columns.next()) else {
      throw PostgresError(.decoding, detail: "no such action")
    }
    self.init(notedAt: notedAt, action: action, person: try columns.next(), text: try columns.next())
  }
}
