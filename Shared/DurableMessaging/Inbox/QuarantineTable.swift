import FoundationEssentials
import Messages
import Postgres

/// The statements on `inbox_message` that people cause.
enum QuarantineTable {
  struct List: PreparedStatement {
    static let sql = """
      SELECT arrival, consumer, message_id, subject, attempts, repeats, last_error, faults, received_at
      FROM inbox_message WHERE state = 'quarantined' AND arrival > $1::bigint ORDER BY arrival LIMIT $2::integer
      """
    let after: Int64
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.after)
      bindings.append(Int32(self.limit))
    }

    static func decode(_ row: Row) throws(PostgresError) -> Quarantine.Entry {
      var columns = row.columns()
      return Quarantine.Entry(
        id: try columns.next(), queue: try columns.next(), messageID: try columns.next(), subject: try columns.next(),
        attempts: Int(try columns.next(Int16.self)), repeats: Int(try columns.next(Int32.self)),
        lastError: try columns.next(), faults: Self.faults(try columns.next(JSONB.self)), receivedAt: try columns.next()
      )
    }

    private static func faults(_ json: JSONB) -> [Fault] {
      (try? JSONDecoder().decode([Fault].self, from: Data(json.bytes))) ?? []
    }
  }

  struct Replay: PreparedStatement {
    static let sql = """
      UPDATE inbox_message
      SET state = 'retrying', next_attempt_at = now(), attempts = 0, last_error = NULL, faults = NULL,
        decided_by = $2, decided_reason = NULL, decided_at = now()
      WHERE arrival = $1::bigint AND state = 'quarantined' RETURNING arrival
      """
    let id: Int64
    let person: String

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(self.person)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Int64 { try row.decode(0) }
  }

  struct Discard: PreparedStatement {
    static let sql = """
      UPDATE inbox_message
      SET state = 'discarded', envelope = NULL, decided_by = $2, decided_reason = $3, decided_at = now()
      WHERE arrival = $1::bigint AND state = 'quarantined' RETURNING arrival
      """
    let id: Int64
    let person: String
    let reason: String

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(self.person)
      bindings.append(self.reason)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Int64 { try row.decode(0) }
  }
}
