import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// Locks complaints that are to be changed. Runs after `LockProjects`, which all who change a complaint take first.
struct LockComplaints: PreparedStatement {
  static let sql = """
    SELECT \(ComplaintColumns.list) FROM complaint WHERE number = ANY($1) ORDER BY number FOR NO KEY UPDATE
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

/// Writes kind, category, grade and matter; the kind that was reported stays readable. A complaint that has gone further
/// than what is to be written stays as it is.
struct UpdateComplaints: PreparedStatement {
  static let sql = """
    UPDATE complaint
    SET kind = changed.kind,
      reported_kind = nullif(coalesce(complaint.reported_kind, complaint.kind), changed.kind),
      category = changed.category, grade = changed.grade, matter = changed.matter,
      held_at = changed.held_at, version = changed.version
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
      AS changed (number, kind, category, grade, matter, held_at, version)
    WHERE complaint.number = changed.number AND complaint.version <= changed.version
    """
  let complaints: [Complaint]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.number.text))
    bindings.append(self.complaints.map(\.kind.rawValue))
    bindings.append(self.complaints.map(\.category.rawValue))
    bindings.append(self.complaints.map(\.grade.rawValue))
    bindings.append(self.complaints.map(\.matter?.text))
    bindings.append(self.complaints.map(\.heldAt))
    bindings.append(self.complaints.map(\.version))
  }
}

struct InsertComplaintChanges: PreparedStatement {
  static let sql = """
    INSERT INTO complaint_change (number, version, changed_at, kind_before, kind_after, category_before, category_after,
      grade_before, grade_after, reason, remark, account, post)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
    """
  let changes: [ComplaintChange]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.changes.map(\.complaint.text))
    bindings.append(self.changes.map(\.version))
    bindings.append(self.changes.map(\.changedAt))
    bindings.append(self.changes.map(\.before.kind.rawValue))
    bindings.append(self.changes.map(\.after.kind.rawValue))
    bindings.append(self.changes.map(\.before.category.rawValue))
    bindings.append(self.changes.map(\.after.category.rawValue))
    bindings.append(self.changes.map(\.before.grade.rawValue))
    bindings.append(self.changes.map(\.after.grade.rawValue))
    bindings.append(self.changes.map(\.reason.rawValue))
    bindings.append(self.changes.map(\.remark))
    bindings.append(self.changes.map(\.author?.account))
    bindings.append(self.changes.map { $0.author?.post })
  }
}

/// The history of a complaint, the oldest change first.
struct FindComplaintChanges: PreparedStatement {
  static let sql = """
    SELECT number, version, changed_at, kind_before, kind_after, category_before, category_after, grade_before,
      grade_after, reason, remark, account, post
    FROM complaint_change WHERE number = $1 ORDER BY version
    """
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ComplaintChange {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let version: Int64 = try columns.next()
    let changedAt: Date = try columns.next()
    let kinds: (ComplaintKind, ComplaintKind) = (try columns.term(), try columns.term())
    let categories: (Messages.Category, Messages.Category) = (try columns.term(), try columns.term())
    let grades: (Grade, Grade) = (try columns.term(), try columns.term())
    return ComplaintChange(
      complaint: number, version: version,
      before: .init(kind: kinds.0, category: categories.0, grade: grades.0),
      after: .init(kind: kinds.1, category: categories.1, grade: grades.1), reason: try columns.term(),
      remark: try columns.next(), author: try columns.author(), changedAt: changedAt)
  }
}

struct InsertLinks: PreparedStatement {
  static let sql = "INSERT INTO complaint_link (number, other) SELECT * FROM unnest($1::text[], $2::text[])"
  let links: [(number: ComplaintNumber, other: ComplaintNumber)]

  func bind(_ bindings: inout Bindings) {
    // Each pair once, as PostgreSQL's collation of bytes and `String` agree on for numbers.
    bindings.append(self.links.map { min($0.number.text, $0.other.text) })
    bindings.append(self.links.map { max($0.number.text, $0.other.text) })
  }
}

/// The other complaints of the same contact.
struct FindLinks: PreparedStatement {
  static let sql = """
    SELECT other FROM complaint_link WHERE number = $1
    UNION ALL SELECT number FROM complaint_link WHERE other = $1 ORDER BY 1
    """
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ComplaintNumber {
    var columns = row.columns()
    return try columns.identifier()
  }
}

extension Columns {
  /// Account and post; nil where a rule has acted.
  mutating func author() throws(PostgresError) -> Author? {
    let account: String? = try self.next()
    let post: String? = try self.next()
    return account.map { Author(account: $0, post: post) }
  }
}
