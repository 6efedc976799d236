import FoundationEssentials
import Postgres

/// The statements on `outbox_message`.
enum OutboxTable {
  /// Adds rows; their ids rise in the order of the rows.
  struct Append: PreparedStatement {
    static let sql = """
      INSERT INTO outbox_message (lane, message_id, subject, subject_version, exchange, routing_key, headers, body)
      SELECT lane, message_id, subject, subject_version, exchange, routing_key, headers, body
      FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[], $8::bytea[])
        WITH ORDINALITY
        AS added (lane, message_id, subject, subject_version, exchange, routing_key, headers, body, position)
      ORDER BY position
      """
    let rows: [OutboxRow]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.rows.map { Int16($0.lane) })
      bindings.append(self.rows.map(\.messageID))
      bindings.append(self.rows.map(\.subject))
      bindings.append(self.rows.map(\.version))
      bindings.append(self.rows.map(\.exchange))
      bindings.append(self.rows.map(\.routingKey))
      bindings.append(self.rows.map { JSONB($0.headers) })
      bindings.append(self.rows.map(\.body))
    }
  }

  /// Takes a lane for as long as the session lives; false when another process has it.
  ///
  /// A session lock and not a transaction's: no transaction stays open, so that vacuum is never held up. The table's own
  /// number is the first half of the key, because all services share one database and each has a table of this name.
  struct TryLock: PreparedStatement {
    static let sql = "SELECT pg_try_advisory_lock('outbox_message'::regclass::oid::integer, $1::integer)"
    let lane: Int

    func bind(_ bindings: inout Bindings) { bindings.append(Int32(self.lane)) }
    static func decode(_ row: Row) throws(PostgresError) -> Bool { try row.decode(0) }
  }

  /// Reads a lane in order, without the rows that are known.
  struct Read: PreparedStatement {
    struct Pending: Sendable {
      let id: Int64
      let subject: String
      let exchange: String
      let routingKey: String
      let headers: [UInt8]
      let body: [UInt8]
    }

    static let sql = """
      SELECT id, subject, exchange, routing_key, headers, body FROM outbox_message
      WHERE lane = $1::smallint AND id <> ALL ($2::bigint[]) ORDER BY id LIMIT $3::integer
      """
    let lane: Int
    let known: [Int64]
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(Int16(self.lane))
      bindings.append(self.known)
      bindings.append(Int32(self.limit))
    }

    static func decode(_ row: Row) throws(PostgresError) -> Pending {
      var columns = row.columns()
      return Pending(
        id: try columns.next(), subject: try columns.next(), exchange: try columns.next(),
        routingKey: try columns.next(), headers: try columns.next(JSONB.self).bytes, body: try columns.next())
    }
  }

  struct Delete: PreparedStatement {
    static let sql = "DELETE FROM outbox_message WHERE lane = $1::smallint AND id = ANY ($2::bigint[])"
    let lane: Int
    let ids: [Int64]

    func bind(_ bindings: inout Bindings) {
      bindings.append(Int16(self.lane))
      bindings.append(self.ids)
    }
  }

  /// How much waits in each lane that has something, and for how long.
  struct Backlog: PreparedStatement {
    struct Lane: Sendable {
      let lane: Int
      let pending: Int
      let oldestSeconds: Double
    }

    static let sql = """
      SELECT lane, count(*), extract(epoch FROM clock_timestamp() - min(created_at))::double precision
      FROM outbox_message GROUP BY lane
      """

    static func decode(_ row: Row) throws(PostgresError) -> Lane {
      var columns = row.columns()
      return Lane(
        lane: Int(try columns.next(Int16.self)), pending: try columns.next(), oldestSeconds: try columns.next())
    }
  }
}
