import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a draft in the order in which every statement reads them.
private enum DraftColumns {
  static let list = "id, body, account, post, saved_at, version, complaint"

  static func decode(_ row: Row) throws(PostgresError) -> Draft {
    var columns = row.columns()
    let id: DraftID = try columns.identifier()
    let body = try columns.next(JSONB.self).bytes
    let author = Author(account: try columns.next(), post: try columns.next())
    return Draft(
      id: id, body: body, author: author, savedAt: try columns.next(), version: try columns.next(),
      complaint: try columns.optionalIdentifier())
  }
}

struct LockDrafts: PreparedStatement {
  static let sql = "SELECT \(DraftColumns.list) FROM draft WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
  let ids: [DraftID]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.ids.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Draft { try DraftColumns.decode(row) }
}

struct FindDraft: PreparedStatement {
  static let sql = "SELECT \(DraftColumns.list) FROM draft WHERE id = $1"
  let id: DraftID

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.id.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Draft { try DraftColumns.decode(row) }
}

/// Those that wait for somebody, the oldest first: of the projects, of no project yet, and of the account itself.
struct ListDrafts: PreparedStatement {
  static let sql = """
    SELECT \(DraftColumns.list) FROM draft
    WHERE complaint IS NULL AND (saved_at, id) > (coalesce((SELECT saved_at FROM draft WHERE id = $1), '-infinity'), $1)
      AND ($3::text[] IS NULL OR account = $4 OR body->'unit'->>'project' IS NULL
        OR body->'unit'->>'project' = ANY($3))
    ORDER BY saved_at, id LIMIT $2
    """
  /// The last draft of the page before; empty for the first page.
  let after: String
  /// Nil for all.
  let projects: [String]?
  let account: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(Int32(self.limit))
    bindings.append(self.projects)
    bindings.append(self.account)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Draft { try DraftColumns.decode(row) }
}

struct WriteDrafts: PreparedStatement {
  static let sql = """
    INSERT INTO draft (id, body, account, post, saved_at, version, complaint)
    SELECT * FROM unnest($1::text[], $2::jsonb[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::text[])
    ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body, account = EXCLUDED.account, post = EXCLUDED.post,
      saved_at = EXCLUDED.saved_at, version = EXCLUDED.version, complaint = EXCLUDED.complaint
    """
  let drafts: [Draft]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.drafts.map(\.id.text))
    bindings.append(self.drafts.map { JSONB($0.body) })
    bindings.append(self.drafts.map(\.author.account))
    bindings.append(self.drafts.map(\.author.post))
    bindings.append(self.drafts.map(\.savedAt))
    bindings.append(self.drafts.map(\.version))
    bindings.append(self.drafts.map(\.complaint?.text))
  }
}
