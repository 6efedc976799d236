import FoundationEssentials
import Postgres

/// The statements on `audit_entry` and `audit_seal`.
package enum AuditTable {
  /// What a seal vouches for: every column, reason, before and after as a hash, in one spelling of bytes that does not depend
  /// on who asks. An auditor with nothing but psql gets the same: `sha256(previous || content)`.
  static let content = """
    convert_to(jsonb_build_array(transaction::text, id, (extract(epoch FROM recorded_at) * 1000000)::bigint,
      (extract(epoch FROM written_at) * 1000000)::bigint, subject, action, person, person_name, posts,
      encode(details_hash, 'hex'), correlation_id)::text, 'UTF8')
    """

  struct Append: PreparedStatement {
    static let sql = """
      INSERT INTO audit_entry
        (recorded_at, subject, action, person, person_name, posts, reason, before, after, correlation_id)
      SELECT recorded_at, subject, action, person, person_name, posts, reason, before, after, correlation_id
      FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
        $9::jsonb[], $10::text[]) WITH ORDINALITY
        AS added (recorded_at, subject, action, person, person_name, posts, reason, before, after, correlation_id, position)
      ORDER BY position
      """
    let entries: [AuditEntry]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.entries.map(\.recordedAt))
      bindings.append(self.entries.map(\.subject))
      bindings.append(self.entries.map(\.action))
      bindings.append(self.entries.map(\.person.id))
      bindings.append(self.entries.map(\.person.name))
      bindings.append(self.entries.map { $0.person.posts.isEmpty ? nil : $0.person.posts.joined(separator: " ") })
      bindings.append(self.entries.map(\.reason))
      bindings.append(self.entries.map { $0.before.map { JSONB($0) } })
      bindings.append(self.entries.map { $0.after.map { JSONB($0) } })
      bindings.append(self.entries.map(\.correlationID))
    }
  }

  /// Whether this transaction may seal; until it ends, no other may.
  struct TryLock: PreparedStatement {
    static let sql = "SELECT pg_try_advisory_xact_lock('audit_seal'::regclass::oid::integer, 0)"
    static func decode(_ row: Row) throws(PostgresError) -> Bool { try row.decode(0) }
  }

  /// The end of the chain.
  struct Head: PreparedStatement {
    static let sql = """
      SELECT number, transactions[cardinality(transactions)], entries[cardinality(entries)], hashes[cardinality(hashes)]
      FROM audit_seal ORDER BY number DESC LIMIT 1
      """

    static func decode(_ row: Row) throws(PostgresError) -> AuditHead {
      var columns = row.columns()
      return AuditHead(
        number: try columns.next(),
        position: AuditPosition(transaction: try columns.next(), id: try columns.next()), hash: try columns.next())
    }
  }

  /// The entries after `position` of all transactions that are over, in the order of the chain. A transaction that still runs
  /// may add rows with a smaller `id`, never any that come before these: they are ordered by transaction first, and every
  /// transaction below the oldest one that runs has been seen whole.
  struct Unsealed: PreparedStatement {
    static let sql = """
      SELECT transaction::text::bigint, id, \(AuditTable.content) FROM audit_entry
      WHERE (transaction, id) > ($1::bigint::text::xid8, $2::bigint)
        AND transaction < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY transaction, id LIMIT $3::integer
      """
    let position: AuditPosition
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.position.transaction)
      bindings.append(self.position.id)
      bindings.append(Int32(self.limit))
    }

    static func decode(_ row: Row) throws(PostgresError) -> (position: AuditPosition, content: [UInt8]) {
      var columns = row.columns()
      return (
        AuditPosition(transaction: try columns.next(), id: try columns.next()), try columns.next()
      )
    }
  }

  struct Seal: PreparedStatement {
    static let sql = """
      INSERT INTO audit_seal (number, transactions, entries, hashes) VALUES ($1, $2, $3, $4)
      """
    let number: Int64
    let positions: [AuditPosition]
    let hashes: [[UInt8]]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.number)
      bindings.append(self.positions.map(\.transaction))
      bindings.append(self.positions.map(\.id))
      bindings.append(self.hashes)
    }
  }
}

/// The place of an entry in the chain: first the transaction that wrote it, then the entry's number.
package struct AuditPosition: Sendable, Hashable, Comparable {
  /// PostgreSQL's 64-bit transaction number.
  package let transaction: Int64
  package let id: Int64

  /// Before every entry.
  package static let start = AuditPosition(transaction: 0, id: 0)

  package init(transaction: Int64, id: Int64) {
    self.transaction = transaction
    self.id = id
  }

  package static func < (left: AuditPosition, right: AuditPosition) -> Bool {
    (left.transaction, left.id) < (right.transaction, right.id)
  }
}

/// The last seal and the last entry that it vouches for.
package struct AuditHead: Sendable, Hashable {
  package let number: Int64
  package let position: AuditPosition
  package let hash: [UInt8]

  /// Before the first seal; its hash is 32 zeros.
  package static let none = AuditHead(number: 0, position: .start, hash: AuditChain.origin)

  package init(number: Int64, position: AuditPosition, hash: [UInt8]) {
    self.number = number
    self.position = position
    self.hash = hash
  }
}
