import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// Writes down who looks, and shows what he looks at: the one is not to be had without the other.
struct ReadContact: PreparedStatement {
  static let sql = """
    WITH shown AS (SELECT number, surname, telephone, access_times FROM complaint WHERE number = $1),
      noted AS (INSERT INTO contact_read (number, person, reason, read_at) SELECT number, $2, $3, $4 FROM shown)
    SELECT * FROM shown
    """
  let number: ComplaintNumber
  let person: String
  let reason: ContactReason
  let now: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(self.person)
    bindings.append(self.reason.rawValue)
    bindings.append(self.now)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactView {
    var columns = row.columns()
    return ContactView(
      number: try columns.identifier(), surname: try columns.next(), telephone: try columns.next(),
      accessTimes: try columns.next(JSONB?.self).map(ComplaintColumns.texts))
  }
}

/// A page of the looks, the oldest first.
struct ContactReads: PreparedStatement {
  static let sql = """
    SELECT id, number, person, reason, read_at FROM contact_read
    WHERE id > $1 AND ($2::text[] IS NULL OR split_part(number, '-', 1) = ANY($2))
    ORDER BY id LIMIT $3
    """
  let after: Int64
  /// nil for all.
  let projects: [String]?
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(self.projects)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactRead {
    var columns = row.columns()
    return ContactRead(
      id: try columns.next(), number: try columns.identifier(), person: try columns.next(),
      reason: try columns.term(), readAt: try columns.next())
  }
}

/// A page of the looks at one complaint's customer, the oldest first.
struct ContactReadsOfComplaint: PreparedStatement {
  static let sql = """
    SELECT id, number, person, reason, read_at FROM contact_read WHERE number = $1 AND id > $2 ORDER BY id LIMIT $3
    """
  let number: ComplaintNumber
  let after: Int64
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactRead { try ContactReads.decode(row) }
}
