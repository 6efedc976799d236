import FoundationEssentials
import Messages
import Postgres

/// The statements on `inbox_message` and `quarantine_note` that people cause.
enum QuarantineTable {
  /// The columns of an entry, in the order in which `entry` reads them; the message, or its beginning, comes after them.
  private static let columns = """
    message.arrival, message.consumer, message.message_id, message.subject, message.state, message.attempts,
    message.repeats, message.last_error, message.faults, message.received_at, octet_length(message.envelope)
    """

  private static func entry(_ columns: inout Columns) throws(PostgresError) -> (Quarantine.Entry, stored: [UInt8]?) {
    let (id, queue): (Int64, String) = (try columns.next(), try columns.next())
    let (messageID, subject): (UUID, String) = (try columns.next(), try columns.next())
    let (state, attempts): (String, Int16) = (try columns.next(), try columns.next())
    let (repeats, lastError): (Int32, String?) = (try columns.next(), try columns.next())
    let (faults, receivedAt): (JSONB?, Date) = (try columns.next(), try columns.next())
    let (bytes, stored): (Int32?, [UInt8]?) = (try columns.next(), try columns.next())
    let entry = Quarantine.Entry(
      id: id, queue: queue, messageID: messageID.uuidString.lowercased(), subject: subject, state: state,
      attempts: Int(attempts), repeats: Int(repeats), lastError: lastError,
      faults: faults.flatMap { try? JSONDecoder().decode([Fault].self, from: Data($0.bytes)) } ?? [],
      receivedAt: receivedAt, origin: Quarantine.Origin(stored ?? []), bytes: bytes.map(Int.init) ?? 0)
    return (entry, stored)
  }

  struct List: PreparedStatement {
    static let sql = """
      SELECT \(columns), substring(message.envelope FOR $3::integer) FROM inbox_message AS message
      WHERE state = 'quarantined' AND arrival > $1::bigint ORDER BY arrival LIMIT $2::integer
      """
    let after: Int64
    let limit: Int
    /// How much of each message.
    let bytes: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.after)
      bindings.append(Int32(self.limit))
      bindings.append(Int32(self.bytes))
    }

    static func decode(_ row: Row) throws(PostgresError) -> Quarantine.Entry {
      var columns = row.columns()
      return try QuarantineTable.entry(&columns).0
    }
  }

  /// The message that has this number in quarantine, or had it when somebody decided about it.
  private static let named = """
    SELECT consumer, message_id FROM inbox_message WHERE arrival = $1::bigint AND state = 'quarantined'
    UNION SELECT consumer, message_id FROM quarantine_note WHERE arrival = $1::bigint
    """

  /// A message that has been handled or given up keeps no bytes: its origin stands in the note of the decision.
  struct Find: PreparedStatement {
    static let sql = """
      SELECT \(columns), message.envelope, (
        SELECT note.origin FROM quarantine_note AS note
        WHERE note.consumer = message.consumer AND note.message_id = message.message_id AND note.origin IS NOT NULL
        ORDER BY note.id DESC LIMIT 1)
      FROM (\(named)) AS named JOIN inbox_message AS message USING (consumer, message_id) LIMIT 1
      """
    let id: Int64

    func bind(_ bindings: inout Bindings) { bindings.append(self.id) }

    static func decode(_ row: Row) throws(PostgresError) -> Quarantine.Message {
      var columns = row.columns()
      var (entry, stored) = try QuarantineTable.entry(&columns)
      let noted: JSONB? = try columns.next()
      if stored == nil, let origin = noted.flatMap({ Quarantine.Origin(noted: $0) }) { entry.origin = origin }
      return Quarantine.Message(entry: entry, stored: stored)
    }
  }

  /// Everything that people did with the message, the first first.
  struct Notes: PreparedStatement {
    static let sql = """
      SELECT note.action, note.person, note.reason, note.last_error, note.noted_at FROM (\(named)) AS named
      JOIN quarantine_note AS note USING (consumer, message_id) ORDER BY note.id
      """
    let id: Int64

    func bind(_ bindings: inout Bindings) { bindings.append(self.id) }

    static func decode(_ row: Row) throws(PostgresError) -> Quarantine.Note {
      var columns = row.columns()
      return Quarantine.Note(
        action: try columns.next(), person: try columns.next(), reason: try columns.next(),
        lastError: try columns.next(), notedAt: try columns.next())
    }
  }

  /// As much of a message in quarantine as tells of its origin.
  struct Beginning: PreparedStatement {
    static let sql = """
      SELECT substring(envelope FOR $2::integer) FROM inbox_message WHERE arrival = $1::bigint AND state = 'quarantined'
      """
    let id: Int64
    let bytes: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(Int32(self.bytes))
    }

    static func decode(_ row: Row) throws(PostgresError) -> [UInt8] { try row.decode(0) }
  }

  /// The message in quarantine of this number, locked, as `found`.
  private static let found = """
    SELECT consumer, message_id, arrival, last_error, envelope FROM inbox_message
    WHERE arrival = $1::bigint AND state = 'quarantined' FOR UPDATE
    """

  private static func note(_ action: String) -> String {
    """
    INSERT INTO quarantine_note (consumer, message_id, arrival, action, person, reason, last_error, origin)
    SELECT consumer, message_id, arrival, '\(action)', $2, $3, last_error, $4
    """
  }

  struct Read: PreparedStatement {
    static let sql = """
      WITH found AS (\(found)), noted AS (\(note("read")) FROM found)
      SELECT envelope FROM found
      """
    let id: Int64
    let person: String
    let reason: String
    let origin: JSONB?

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(self.person)
      bindings.append(self.reason)
      bindings.append(self.origin)
    }

    static func decode(_ row: Row) throws(PostgresError) -> [UInt8] { try row.decode(0) }
  }

  struct Replay: PreparedStatement {
    static let sql = """
      WITH found AS (\(found)), decided AS (
        UPDATE inbox_message AS message
        SET state = 'retrying', next_attempt_at = now(), attempts = 0, last_error = NULL, faults = NULL,
          decided_by = $2, decided_reason = $3, decided_at = now()
        FROM found WHERE message.consumer = found.consumer AND message.message_id = found.message_id
        RETURNING message.consumer, message.message_id, message.arrival, found.last_error)
      \(note("replay")) FROM decided RETURNING arrival
      """
    let id: Int64
    let person: String
    let reason: String?
    let origin: JSONB?

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(self.person)
      bindings.append(self.reason)
      bindings.append(self.origin)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Int64 { try row.decode(0) }
  }

  struct Discard: PreparedStatement {
    static let sql = """
      WITH found AS (\(found)), decided AS (
        UPDATE inbox_message AS message
        SET state = 'discarded', envelope = NULL, decided_by = $2, decided_reason = $3, decided_at = now()
        FROM found WHERE message.consumer = found.consumer AND message.message_id = found.message_id
        RETURNING message.consumer, message.message_id, message.arrival, found.last_error)
      \(note("discard")) FROM decided RETURNING arrival
      """
    let id: Int64
    let person: String
    let reason: String
    let origin: JSONB?

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.id)
      bindings.append(self.person)
      bindings.append(self.reason)
      bindings.append(self.origin)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Int64 { try row.decode(0) }
  }
}
