package import FoundationEssentials
package import Postgres

// What a recount of the chain reads. Unqualified names, so that one statement serves every service's schema: whoever asks sets
// `search_path` first.
extension AuditTable {
  /// Whose schema the following statements of this transaction mean.
  package struct Choose: PreparedStatement {
    package static let sql = "SELECT set_config('search_path', $1, true)"
    let schema: String

    package init(schema: String) { self.schema = schema }

    package func bind(_ bindings: inout Bindings) { bindings.append(self.schema) }
  }

  /// A page of the entries in the order of the chain, sealed or not.
  package struct Entries: PreparedStatement {
    package struct Stored: Sendable {
      package let position: AuditPosition
      package let subject: String
      package let action: String
      /// Written more than a minute ago, and nothing that runs for longer keeps it from being sealed.
      package let isOld: Bool
      package let content: [UInt8]
    }

    package static let sql = """
      SELECT transaction::text::bigint, id, subject, action,
        written_at < now() - interval '1 minute' AND transaction < pg_snapshot_xmin(pg_current_snapshot()),
        \(AuditTable.content)
      FROM audit_entry WHERE (transaction, id) > ($1::bigint::text::xid8, $2::bigint)
      ORDER BY transaction, id LIMIT $3::integer
      """
    let position: AuditPosition
    let limit: Int

    package init(after position: AuditPosition, limit: Int) {
      self.position = position
      self.limit = limit
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.position.transaction)
      bindings.append(self.position.id)
      bindings.append(Int32(self.limit))
    }

    package static func decode(_ row: Row) throws(PostgresError) -> Stored {
      var columns = row.columns()
      return Stored(
        position: AuditPosition(transaction: try columns.next(), id: try columns.next()), subject: try columns.next(),
        action: try columns.next(), isOld: try columns.next(), content: try columns.next())
    }
  }

  /// A page of the seals, each with the entries that it vouches for.
  package struct Seals: PreparedStatement {
    package struct Stored: Sendable {
      package let number: Int64
      package let links: [(position: AuditPosition, hash: [UInt8])]
    }

    package static let sql = """
      SELECT number, transactions, entries, hashes FROM audit_seal WHERE number > $1 ORDER BY number LIMIT $2::integer
      """
    let number: Int64
    let limit: Int

    package init(after number: Int64, limit: Int) {
      self.number = number
      self.limit = limit
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.number)
      bindings.append(Int32(self.limit))
    }

    package static func decode(_ row: Row) throws(PostgresError) -> Stored {
      var columns = row.columns()
      let number: Int64 = try columns.next()
      let transactions: [Int64] = try columns.next()
      let ids: [Int64] = try columns.next()
      let hashes: [[UInt8]] = try columns.next()
      let positions = zip(transactions, ids).map { AuditPosition(transaction: $0, id: $1) }
      return Stored(number: number, links: zip(positions, hashes).map { ($0, $1) })
    }
  }

  /// A page of what was done to one aggregate, oldest first.
  package struct OfSubject: PreparedStatement {
    package struct Stored: Sendable {
      package let position: AuditPosition
      package let recordedAt: Date
      package let action: String
      package let person: AuditPerson
      package let reason: String?
      /// JSON objects of the fields that changed.
      package let before: [UInt8]?
      package let after: [UInt8]?
    }

    package static let sql = """
      SELECT transaction::text::bigint, id, recorded_at, action, person, person_name, posts, reason, before, after
      FROM audit_entry WHERE subject = $1 AND (transaction, id) > ($2::bigint::text::xid8, $3::bigint)
      ORDER BY transaction, id LIMIT $4::integer
      """
    let subject: String
    let position: AuditPosition
    let limit: Int

    package init(_ subject: String, after position: AuditPosition = .start, limit: Int = 1_000) {
      self.subject = subject
      self.position = position
      self.limit = limit
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.subject)
      bindings.append(self.position.transaction)
      bindings.append(self.position.id)
      bindings.append(Int32(self.limit))
    }

    package static func decode(_ row: Row) throws(PostgresError) -> Stored {
      var columns = row.columns()
      let position = AuditPosition(transaction: try columns.next(), id: try columns.next())
      let (recordedAt, action): (Date, String) = (try columns.next(), try columns.next())
      let (id, name, posts): (String, String?, String?) = (
        try columns.next(), try columns.next(), try columns.next()
      )
      return Stored(
        position: position, recordedAt: recordedAt, action: action,
        person: AuditPerson(id: id, name: name, posts: posts?.split(separator: " ").map(String.init) ?? []),
        reason: try columns.next(), before: try columns.next(JSONB?.self)?.bytes,
        after: try columns.next(JSONB?.self)?.bytes)
    }
  }
}
