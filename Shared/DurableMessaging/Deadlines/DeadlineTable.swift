import FoundationEssentials
package import Postgres

/// The statements on `deadline`.
package enum DeadlineTable {
  /// Sets deadlines; one that is there is replaced, and forgets that it ever failed.
  struct Set: PreparedStatement {
    static let sql = """
      INSERT INTO deadline (subject, name, due_at, payload, correlation_id)
      SELECT subject, name, due_at, payload, correlation_id
      FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::jsonb[], $5::text[])
        AS wanted (subject, name, due_at, payload, correlation_id)
      ORDER BY subject, name
      ON CONFLICT (subject, name) DO UPDATE
      SET due_at = excluded.due_at, payload = excluded.payload, correlation_id = excluded.correlation_id,
        attempts = 0, retry_at = NULL, last_error = NULL
      """
    let settings: [DeadlineChanges.Setting]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.settings.map(\.deadline.subject))
      bindings.append(self.settings.map(\.deadline.name))
      bindings.append(self.settings.map(\.deadline.dueAt))
      bindings.append(self.settings.map { JSONB($0.deadline.payload) })
      bindings.append(self.settings.map(\.correlationID))
    }
  }

  struct Cancel: PreparedStatement {
    static let sql = """
      DELETE FROM deadline USING unnest($1::text[], $2::text[]) AS unwanted (subject, name)
      WHERE deadline.subject = unwanted.subject AND deadline.name = unwanted.name
      """
    let keys: [DeadlineKey]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.keys.map(\.subject))
      bindings.append(self.keys.map(\.name))
    }
  }

  /// The policy versions that set the deadlines which wait.
  package struct Policies: PreparedStatement {
    package static let sql = """
      SELECT DISTINCT payload ->> 'profile', (payload ->> 'version')::integer FROM deadline
      WHERE payload ->> 'profile' IS NOT NULL AND jsonb_typeof(payload -> 'version') = 'number'
      """

    package init() {}

    package func bind(_ bindings: inout Bindings) {}

    package static func decode(_ row: Row) throws(PostgresError) -> (profile: String, version: Int) {
      var columns = row.columns()
      return (try columns.next(), Int(try columns.next(Int32.self)))
    }
  }

  /// The deadlines that have passed, the oldest first; one that failed only when its time to be tried again has come.
  struct Due: PreparedStatement {
    static let sql = """
      SELECT subject, name, due_at, payload, correlation_id, attempts FROM deadline
      WHERE due_at <= $1::timestamptz AND (retry_at IS NULL OR retry_at <= now()) ORDER BY due_at LIMIT $2::integer
      """
    let now: Date
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.now)
      bindings.append(Int32(self.limit))
    }

    static func decode(_ row: Row) throws(PostgresError) -> StoredDeadline {
      var columns = row.columns()
      return StoredDeadline(
        deadline: Deadline(
          subject: try columns.next(), name: try columns.next(), dueAt: try columns.next(),
          payload: try columns.next(JSONB.self).bytes),
        correlationID: try columns.next(), attempts: Int(try columns.next(Int16.self)))
    }
  }

  /// Takes the deadlines that `Due` found, except those that were cancelled, set anew or fired meanwhile, or are being.
  ///
  /// Sent after the statements that lock the aggregates, and not before: who handles a message locks the aggregate first
  /// and cancels its deadlines then, and in the other order the two would wait for each other.
  struct Take: PreparedStatement {
    static let sql = """
      SELECT waiting.subject, waiting.name
      FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS found (subject, name, due_at)
      JOIN deadline AS waiting
        ON waiting.subject = found.subject AND waiting.name = found.name AND waiting.due_at = found.due_at
      ORDER BY waiting.subject, waiting.name
      FOR UPDATE OF waiting SKIP LOCKED
      """
    let deadlines: [StoredDeadline]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.deadlines.map(\.deadline.subject))
      bindings.append(self.deadlines.map(\.deadline.name))
      bindings.append(self.deadlines.map(\.deadline.dueAt))
    }

    static func decode(_ row: Row) throws(PostgresError) -> DeadlineKey {
      var columns = row.columns()
      return DeadlineKey(subject: try columns.next(), name: try columns.next())
    }
  }

  /// Notes that firing a deadline failed, and when to try again.
  struct Postpone: PreparedStatement {
    static let sql = """
      UPDATE deadline
      SET attempts = least(attempts + 1, 32767), retry_at = now() + failed.delay * interval '1 millisecond',
        last_error = failed.reason
      FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS failed (subject, name, delay, reason)
      WHERE deadline.subject = failed.subject AND deadline.name = failed.name
      """
    let failures: [PostponedDeadline]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.failures.map(\.key.subject))
      bindings.append(self.failures.map(\.key.name))
      bindings.append(self.failures.map { Int64($0.delay / .milliseconds(1)) })
      bindings.append(self.failures.map(\.reason))
    }
  }

  /// When the next deadline passes, apart from those that have failed.
  struct Next: PreparedStatement {
    static let sql = "SELECT due_at FROM deadline WHERE retry_at IS NULL ORDER BY due_at LIMIT 1"

    static func decode(_ row: Row) throws(PostgresError) -> Date { try row.decode(0) }
  }
}
