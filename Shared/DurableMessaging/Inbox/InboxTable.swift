import FoundationEssentials
import Messages
import Postgres

/// The statements on `inbox_message` that handling needs. Those for people are in `QuarantineTable`.
enum InboxTable {
  /// Enters the messages of a batch, as processed: what is not gets its state at the end of the transaction, and nearly
  /// all are. Answers which of them are ours to handle: those that are new, and those in quarantine that their sender has
  /// sent again. He waits for an answer, and what was wrong may have been mended meanwhile.
  ///
  /// What is ours has the number of arrival that this batch gave it; a message that was known keeps the one it had.
  ///
  /// Rows are inserted in the order of their keys, so that two consumers with the same messages wait for each other in one
  /// direction only; their numbers of arrival are given before that, in the order of the batch.
  struct Claim: PreparedStatement {
    static let sql = """
      WITH incoming AS MATERIALIZED (
        SELECT consumer, message_id, subject, repeats, sendings, nextval('inbox_message_arrival_seq') AS arrival
        FROM unnest($1::text[], $2::uuid[], $3::text[], $4::integer[], $5::integer[])
          WITH ORDINALITY AS batch (consumer, message_id, subject, repeats, sendings, position)
        ORDER BY position
      )
      INSERT INTO inbox_message AS known (consumer, message_id, arrival, subject, state, repeats)
      SELECT consumer, message_id, arrival, subject, 'processed', repeats FROM incoming
      ORDER BY consumer, message_id
      ON CONFLICT (consumer, message_id) DO UPDATE
      SET (repeats, arrival, state, attempts, envelope, last_error, faults) = (
        SELECT known.repeats + sendings,
          CASE WHEN is_again THEN excluded.arrival ELSE known.arrival END,
          CASE WHEN is_again THEN 'processed' ELSE known.state END,
          CASE WHEN is_again THEN 0 ELSE known.attempts END,
          CASE WHEN NOT is_again THEN known.envelope END,
          CASE WHEN NOT is_again THEN known.last_error END,
          CASE WHEN NOT is_again THEN known.faults END
        FROM (
          SELECT sendings, known.state = 'quarantined' AND sendings > 0 AS is_again FROM incoming
          WHERE incoming.arrival = excluded.arrival) AS sent)
      RETURNING consumer, message_id, arrival IN (SELECT incoming.arrival FROM incoming) AS is_ours
      """
    let candidates: [InboxCandidate]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.candidates.map(\.id.consumer))
      bindings.append(self.candidates.map(\.id.messageID))
      bindings.append(self.candidates.map(\.subject))
      bindings.append(self.candidates.map { Int32($0.repeats) })
      bindings.append(self.candidates.map { Int32($0.sendings) })
    }

    static func decode(_ row: Row) throws(PostgresError) -> (id: InboxID, isOurs: Bool) {
      var columns = row.columns()
      return (InboxID(consumer: try columns.next(), messageID: try columns.next()), try columns.next())
    }
  }

  /// Which of the subjects have something waiting.
  struct Blocked: PreparedStatement {
    static let sql = """
      SELECT DISTINCT waiting.consumer, waiting.subject
      FROM unnest($1::text[], $2::text[]) AS asked (consumer, subject)
      JOIN inbox_message AS waiting ON waiting.consumer = asked.consumer AND waiting.subject = asked.subject
      WHERE waiting.state IN ('retrying', 'parked')
      """
    let subjects: Set<WaitingSubject>

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.subjects.map(\.consumer))
      bindings.append(self.subjects.map(\.subject))
    }

    static func decode(_ row: Row) throws(PostgresError) -> WaitingSubject {
      var columns = row.columns()
      return WaitingSubject(consumer: try columns.next(), subject: try columns.next())
    }
  }

  /// The messages whose time has come: those to be tried again, and of each subject that nothing is tried again for, the
  /// first that was parked. In order of arrival.
  ///
  /// Parked messages are looked for and not released by whoever finishes the one before them: a message that is being
  /// parked just then would not be seen, and wait for ever.
  struct Due: PreparedStatement {
    struct Stored: Sendable {
      let id: InboxID
      let subject: String
      let attempts: Int
      let envelope: [UInt8]
    }

    static let sql = """
      SELECT consumer, message_id, subject, attempts, envelope FROM (
        (SELECT consumer, message_id, subject, attempts, envelope, arrival FROM inbox_message
         WHERE state = 'retrying' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT $1::integer)
        UNION ALL
        (SELECT DISTINCT ON (consumer, subject) consumer, message_id, subject, attempts, envelope, arrival
         FROM inbox_message AS parked
         WHERE state = 'parked' AND NOT EXISTS (
           SELECT FROM inbox_message AS ahead
           WHERE ahead.consumer = parked.consumer AND ahead.subject = parked.subject AND ahead.state = 'retrying')
         ORDER BY consumer, subject, arrival LIMIT $1::integer)
      ) AS due
      ORDER BY arrival LIMIT $1::integer
      """
    let limit: Int

    func bind(_ bindings: inout Bindings) { bindings.append(Int32(self.limit)) }

    static func decode(_ row: Row) throws(PostgresError) -> Stored {
      var columns = row.columns()
      return Stored(
        id: InboxID(consumer: try columns.next(), messageID: try columns.next()), subject: try columns.next(),
        attempts: Int(try columns.next(Int16.self)), envelope: try columns.next())
    }
  }

  /// Takes the messages that `Due` found, except those that another process has taken or dealt with meanwhile.
  struct Take: PreparedStatement {
    static let sql = """
      SELECT waiting.consumer, waiting.message_id
      FROM unnest($1::text[], $2::uuid[], $3::smallint[]) AS found (consumer, message_id, attempts)
      JOIN inbox_message AS waiting
        ON waiting.consumer = found.consumer AND waiting.message_id = found.message_id
        AND waiting.attempts = found.attempts
      WHERE waiting.state IN ('retrying', 'parked')
      ORDER BY waiting.consumer, waiting.message_id
      FOR UPDATE OF waiting SKIP LOCKED
      """
    let candidates: [InboxCandidate]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.candidates.map(\.id.consumer))
      bindings.append(self.candidates.map(\.id.messageID))
      bindings.append(self.candidates.map { Int16($0.attempts) })
    }

    static func decode(_ row: Row) throws(PostgresError) -> InboxID {
      var columns = row.columns()
      return InboxID(consumer: try columns.next(), messageID: try columns.next())
    }
  }

  /// Writes what became of messages, where `Claim` has not said it already.
  struct Settle: PreparedStatement {
    static let sql = """
      UPDATE inbox_message AS known
      SET state = settled.state, attempts = settled.attempts,
        next_attempt_at = now() + settled.delay * interval '1 millisecond',
        envelope = CASE WHEN settled.state <> 'processed' THEN coalesce(settled.envelope, known.envelope) END,
        last_error = settled.last_error, faults = settled.faults
      FROM unnest($1::text[], $2::uuid[], $3::text[], $4::smallint[], $5::bigint[], $6::bytea[], $7::text[], $8::jsonb[])
        AS settled (consumer, message_id, state, attempts, delay, envelope, last_error, faults)
      WHERE known.consumer = settled.consumer AND known.message_id = settled.message_id
      """
    let settlements: [InboxSettlement]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.settlements.map(\.id.consumer))
      bindings.append(self.settlements.map(\.id.messageID))
      bindings.append(self.settlements.map(\.state.rawValue))
      bindings.append(self.settlements.map { Int16($0.attempts) })
      bindings.append(self.settlements.map { $0.delay.map { Int64($0 / .milliseconds(1)) } })
      bindings.append(self.settlements.map(\.envelope))
      bindings.append(self.settlements.map(\.lastError))
      bindings.append(self.settlements.map { $0.faults.map { JSONB.faults($0) } })
    }
  }

  /// How many messages wait, and how many are in quarantine.
  struct Count: PreparedStatement {
    static let sql = """
      SELECT (SELECT count(*) FROM inbox_message WHERE state IN ('retrying', 'parked')),
        (SELECT count(*) FROM inbox_message WHERE state = 'quarantined')
      """

    static func decode(_ row: Row) throws(PostgresError) -> (waiting: Int, quarantined: Int) {
      var columns = row.columns()
      return (try columns.next(), try columns.next())
    }
  }

  /// Removes processed messages that are older than `age`; the others are never removed for their age.
  struct DeleteProcessed: PreparedStatement {
    static let sql = """
      DELETE FROM inbox_message WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM inbox_message
        WHERE state = 'processed' AND received_at < now() - $1::bigint * interval '1 second' LIMIT $2::integer))
      """
    let age: Duration
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.age.components.seconds)
      bindings.append(Int32(self.limit))
    }
  }
}

extension JSONB {
  /// Faults as an array of objects. A fault holds no data, so that it always can be written.
  static func faults(_ faults: [Fault]) -> JSONB {
    let bytes = (try? JSONEncoder().encode(faults)) ?? Data(#"[{"path":"","code":"invalid","message":""}]"#.utf8)
    return JSONB(Array(bytes))
  }
}
