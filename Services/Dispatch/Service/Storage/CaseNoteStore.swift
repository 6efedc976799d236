import DurableMessaging
import Foundation
import Messages
import Postgres

/// What somebody did to a case, in his own words.
struct CaseNote: Sendable, Encodable {
  enum Action: String, Sendable, Encodable {
    case assignment, reply, handled
  }

  let notedAt: Date
  let action: Action
  let person: String
  let text: String?
}

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

struct NotesOfCase: PreparedStatement {
  static let sql = "SELECT noted_at, action, person, text FROM case_note WHERE number = $1 ORDER BY noted_at"
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> CaseNote {
    var columns = row.columns()
    let notedAt: Date = try columns.next()
    guard let action = CaseNote.Action(rawValue: try columns.next()) else {
      throw PostgresError(.decoding, detail: "no such action")
    }
    return CaseNote(notedAt: notedAt, action: action, person: try columns.next(), text: try columns.next())
  }
}
