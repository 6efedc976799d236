import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a contact sheet in the order in which every statement reads them.
private enum ContactSheetColumns {
  static let list = """
    number, sender, receiver, copies, subject, content, complaint, sent_by, sent_at, reply_due_at, reply, replied_by,
    replied_at, overdue_at, revision
    """

  static func decode(_ row: Row) throws(PostgresError) -> ContactSheet {
    var columns = row.columns()
    return ContactSheet(
      number: try columns.identifier(), from: try columns.term(), to: try columns.next(), copies: try columns.next(),
      subject: try columns.next(), content: try columns.next(), complaint: try columns.optionalIdentifier(),
      sentBy: try columns.next(), sentAt: try columns.next(), replyDueAt: try columns.next(),
      reply: try Self.reply(&columns), overdueAt: try columns.next(), revision: try columns.next())
  }

  private static func reply(_ columns: inout Columns) throws(PostgresError) -> ContactSheet.Reply? {
    let (text, by, at): (String?, String?, Date?) = (try columns.next(), try columns.next(), try columns.next())
    guard let text, let by, let at else { return nil }
    return ContactSheet.Reply(text: text, by: by, at: at)
  }
}

/// Loads the contact sheets of a batch and locks them, in the order of their numbers.
struct LockContactSheets: PreparedStatement {
  static let sql = """
    SELECT \(ContactSheetColumns.list) FROM contact_sheet WHERE number = ANY($1) ORDER BY number FOR UPDATE
    """
  let numbers: [FormNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactSheet {
    try ContactSheetColumns.decode(row)
  }
}

struct FindContactSheet: PreparedStatement {
  static let sql = "SELECT \(ContactSheetColumns.list) FROM contact_sheet WHERE number = $1"
  let number: FormNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactSheet {
    try ContactSheetColumns.decode(row)
  }
}

/// A page of the contact sheets that wait for a reply, oldest number first.
struct ListContactSheets: PreparedStatement {
  static let sql = """
    SELECT \(ContactSheetColumns.list) FROM contact_sheet
    WHERE reply IS NULL AND number > $1 AND ($3::text[] IS NULL OR project = ANY($3)) ORDER BY number LIMIT $2
    """
  /// nil for all.
  let projects: [String]?
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactSheet {
    try ContactSheetColumns.decode(row)
  }
}

struct ContactSheetsOfComplaint: PreparedStatement {
  static let sql = "SELECT \(ContactSheetColumns.list) FROM contact_sheet WHERE complaint = $1 ORDER BY number"
  let complaint: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaint.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactSheet {
    try ContactSheetColumns.decode(row)
  }
}

/// Writes a new contact sheet. A number that is taken is refused, never overwritten.
struct InsertContactSheet: PreparedStatement {
  static let sql = """
    INSERT INTO contact_sheet (number, project, year, serial, sender, receiver, copies, subject, content, complaint,
      sent_by, sent_at, reply_due_at, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
  let sheet: ContactSheet

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.sheet.number.text)
    bindings.append(self.sheet.number.series.project.text)
    bindings.append(Int32(self.sheet.number.series.year))
    bindings.append(Int32(self.sheet.number.serial))
    bindings.append(self.sheet.from.rawValue)
    bindings.append(self.sheet.to)
    bindings.append(self.sheet.copies)
    bindings.append(self.sheet.subject)
    bindings.append(self.sheet.content)
    bindings.append(self.sheet.complaint?.text)
    bindings.append(self.sheet.sentBy)
    bindings.append(self.sheet.sentAt)
    bindings.append(self.sheet.replyDueAt)
    bindings.append(self.sheet.revision)
  }
}

/// Writes the replies, and the limits that have passed.
struct UpdateContactSheets: PreparedStatement {
  static let sql = """
    UPDATE contact_sheet SET reply = told.reply, replied_by = told.replied_by, replied_at = told.replied_at,
      overdue_at = told.overdue_at, revision = told.revision
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
      AS told (number, reply, replied_by, replied_at, overdue_at, revision)
    WHERE contact_sheet.number = told.number
    """
  let sheets: [ContactSheet]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.sheets.map(\.number.text))
    bindings.append(self.sheets.map(\.reply?.text))
    bindings.append(self.sheets.map(\.reply?.by))
    bindings.append(self.sheets.map(\.reply?.at))
    bindings.append(self.sheets.map(\.overdueAt))
    bindings.append(self.sheets.map(\.revision))
  }
}
