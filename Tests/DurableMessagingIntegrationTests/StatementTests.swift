import Foundation
import Postgres
import TestSupport
import Testing

@testable import DurableMessaging

@Suite("Statements and their plans", .serialized, .database)
struct StatementTests {
  /// Every statement of the module, with its parameters' types for PREPARE, and the index that has to serve it.
  private static let statements:
    [(type: any PreparedStatement.Type, parameters: String, values: String, index: String?)] = [
      (
        OutboxTable.Append.self, "smallint[], uuid[], text[], bigint[], text[], text[], jsonb[], bytea[]",
        "'{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'", nil
      ),
      (OutboxTable.TryLock.self, "integer", "1", nil),
      (OutboxTable.Read.self, "smallint, bigint[], integer", "3, '{1,2}', 256", "outbox_message_pkey"),
      (OutboxTable.Delete.self, "smallint, bigint[]", "3, '{1,2,3}'", "outbox_message_pkey"),
      (OutboxTable.Backlog.self, "", "", nil),
      (
        InboxTable.Claim.self, "text[], uuid[], text[], integer[], integer[]", "'{}', '{}', '{}', '{}', '{}'",
        "inbox_message_pkey"
      ),
      (InboxTable.Blocked.self, "text[], text[]", "'{q}', '{s1}'", "inbox_message_subject_idx"),
      (InboxTable.Due.self, "integer", "50", "inbox_message_due_idx"),
      (InboxTable.Take.self, "text[], uuid[], smallint[]", "'{}', '{}', '{}'", "inbox_message_pkey"),
      (
        InboxTable.Settle.self, "text[], uuid[], text[], smallint[], bigint[], bytea[], text[], jsonb[]",
        "'{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'", "inbox_message_pkey"
      ),
      (InboxTable.Count.self, "", "", "inbox_message_quarantine_idx"),
      (InboxTable.DeleteProcessed.self, "bigint, integer", "1209600, 5000", "inbox_message_received_idx"),
      // A handful of rows: whichever way they are read.
      (InboxLayoutTable.Adopt.self, "text, integer", "'q', 4", nil),
      (InboxLayoutTable.Draining.self, "text", "'q'", nil),
      (InboxLayoutTable.Forget.self, "text, integer", "'q', 4", nil),
      (InboxMemberTable.Attend.self, "uuid, double precision", "gen_random_uuid(), 10", nil),
      (InboxMemberTable.Leave.self, "uuid", "gen_random_uuid()", "inbox_member_pkey"),
      (QuarantineTable.List.self, "bigint, integer, integer", "0, 50, 65536", "inbox_message_quarantine_idx"),
      (QuarantineTable.Find.self, "bigint", "1", "inbox_message_quarantine_idx"),
      (QuarantineTable.Beginning.self, "bigint, integer", "1, 16384", "inbox_message_quarantine_idx"),
      (QuarantineTable.Notes.self, "bigint", "1", "quarantine_note_message_idx"),
      (QuarantineTable.Read.self, "bigint, text, text, jsonb", "1, 'x', 'y', NULL", "inbox_message_quarantine_idx"),
      (QuarantineTable.Replay.self, "bigint, text, text, jsonb", "1, 'x', 'y', NULL", "inbox_message_quarantine_idx"),
      (QuarantineTable.Discard.self, "bigint, text, text, jsonb", "1, 'x', 'y', NULL", "inbox_message_quarantine_idx"),
      (
        DeadlineTable.Set.self, "text[], text[], timestamptz[], jsonb[], text[]", "'{}', '{}', '{}', '{}', '{}'",
        "deadline_pkey"
      ),
      (DeadlineTable.Policies.self, "", "", nil),
      (DeadlineTable.Cancel.self, "text[], text[]", "'{}', '{}'", "deadline_pkey"),
      (DeadlineTable.Due.self, "timestamptz, integer", "'2023-01-01', 100", "deadline_due_idx"),
      (DeadlineTable.Take.self, "text[], text[], timestamptz[]", "'{}', '{}', '{}'", "deadline_pkey"),
      (DeadlineTable.Postpone.self, "text[], text[], bigint[], text[]", "'{}', '{}', '{}', '{}'", "deadline_pkey"),
      (DeadlineTable.Next.self, "", "", "deadline_due_idx"),
      (KeptAnswerTable.Claim.self, "text, text", "'li.na', 'k'", nil),
      (KeptAnswerTable.Find.self, "text, text", "'li.na', 'k1'", "kept_answer_pkey"),
      (
        KeptAnswerTable.Insert.self, "text, text, bytea, smallint, text[], text[], bytea",
        "'li.na', 'new', '', 200, '{}', '{}', ''", nil
      ),
      (KeptAnswerTable.DeleteOld.self, "bigint, integer", "86400, 5000", "kept_answer_answered_idx"),
      (
        AuditTable.Append.self,
        "timestamptz[], text[], text[], text[], text[], text[], text[], jsonb[], jsonb[], text[]",
        "'{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'", nil
      ),
      (AuditTable.TryLock.self, "", "", nil),
      (AuditTable.Head.self, "", "", "audit_seal_pkey"),
      (AuditTable.Unsealed.self, "bigint, bigint, integer", "1, 1, 1000", "audit_entry_pkey"),
      (AuditTable.Seal.self, "bigint, bigint[], bigint[], bytea[]", "2, '{1}', '{1}', '{x}'", nil),
      (AuditTable.Choose.self, "text", "'tally'", nil),
      (AuditTable.Entries.self, "bigint, bigint, integer", "1, 1, 1000", "audit_entry_pkey"),
      (AuditTable.Seals.self, "bigint, integer", "0, 20", "audit_seal_pkey"),
      (AuditTable.OfSubject.self, "text, bigint, bigint, integer", "'s1', 0, 0, 1000", "audit_entry_subject_idx"),
    ]

  /// 100,000 rows in each table, nearly all of them in the state that nobody asks for. Limits in working days end at
  /// midnight, many at the same one.
  private static let rows = """
    INSERT INTO inbox_message (consumer, message_id, subject, state, received_at, envelope, next_attempt_at, faults)
    SELECT 'q', gen_random_uuid(), 's' || n % 5000, state, now() - (100000 - n) * interval '30 seconds',
      CASE WHEN state <> 'processed' THEN '\\x00'::bytea END, CASE WHEN state = 'retrying' THEN now() END,
      CASE WHEN state = 'quarantined' THEN '[{}]'::jsonb END
    FROM (SELECT n, CASE n % 1000 WHEN 1 THEN 'retrying' WHEN 2 THEN 'parked' WHEN 3 THEN 'quarantined'
      ELSE 'processed' END AS state FROM generate_series(1, 100000) AS n) AS made;
    INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
    SELECT n % 8, gen_random_uuid(), 's', 'e', 'k', '{}', '' FROM generate_series(1, 100000) AS n;
    INSERT INTO deadline (subject, name, due_at, payload)
    SELECT 's' || n, 'due', timestamptz '2023-01-01' + n / 500 * interval '1 day', '{}' FROM generate_series(1, 100000) AS n;
    INSERT INTO quarantine_note (consumer, message_id, arrival, action, person)
    SELECT consumer, message_id, arrival, 'replay', 'li.wei' FROM inbox_message WHERE arrival % 10 = 0;
    INSERT INTO kept_answer (caller, key, fingerprint, status, header_names, header_values, body, answered_at)
    SELECT 'li.na', 'k' || n, '', 200, '{}', '{}', '', now() - n * interval '1 second' FROM generate_series(1, 100000) AS n;
    INSERT INTO audit_entry (transaction, recorded_at, subject, action, person)
    SELECT (n / 50 + 1)::text::xid8, now(), 's' || n % 5000, 'tally.counted', 'li.wei' FROM generate_series(1, 100000) AS n;
    INSERT INTO audit_seal (number, transactions, entries, hashes)
    SELECT n, '{1}', '{1}', '{x}' FROM generate_series(1, 10000) AS n;
    ANALYZE inbox_message, outbox_message, deadline, quarantine_note, kept_answer, audit_entry, audit_seal;
    """

  @Test("Every statement prepares against the migrated schema, and the hot ones use their index at 100,000 rows")
  func plans() async throws {
    try await World.run { world in
      let text = Self.statements.enumerated().map { number, statement in
        let parameters = statement.parameters.isEmpty ? "" : " (\(statement.parameters))"
        let values = statement.values.isEmpty ? "" : " (\(statement.values))"
        return """
          PREPARE s\(number)\(parameters) AS \(statement.type.sql);
          SELECT '--\(number)';
          EXPLAIN EXECUTE s\(number)\(values);
          """
      }
      // Sessions live long, and after five executions the server plans without looking at the values.
      let output = try await world.sql(
        "\(Self.rows)\nSET plan_cache_mode = force_generic_plan;\n\(text.joined(separator: "\n"))")
      let plans = output.components(separatedBy: "--").dropFirst()
      try #require(plans.count == Self.statements.count)
      for (plan, statement) in zip(plans, Self.statements) {
        if let index = statement.index {
          #expect(plan.contains(index), "\(statement.type): \(plan)")
          #expect(!plan.contains("Seq Scan on"), "\(statement.type): \(plan)")
        }
      }
    }
  }

  @Test("No statement of the module is missing from the list")
  func listIsComplete() throws {
    let directory = TestEnvironment.projectDirectory.appending(path: "Shared/DurableMessaging")
    let files = try FileManager.default.subpathsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".swift") }
    let count = try files.reduce(0) { count, file in
      let source = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
      return count + source.components(separatedBy: ": PreparedStatement {").count - 1
    }
    #expect(count == Self.statements.count)
  }

  @Test(
    "What contradicts itself cannot be stored",
    arguments: [
      "INSERT INTO inbox_message (consumer, message_id, subject, state) VALUES ('q', gen_random_uuid(), 's', 'lost')",
      "INSERT INTO inbox_message (consumer, message_id, subject, state) VALUES ('q', gen_random_uuid(), 's', 'parked')",
      """
      INSERT INTO inbox_message (consumer, message_id, subject, state, envelope)
      VALUES ('q', gen_random_uuid(), 's', 'retrying', '')
      """,
      """
      INSERT INTO inbox_message (consumer, message_id, subject, state, envelope)
      VALUES ('q', gen_random_uuid(), 's', 'quarantined', '')
      """,
      """
      INSERT INTO inbox_message (consumer, message_id, subject, state, envelope, faults)
      VALUES ('q', gen_random_uuid(), 's', 'quarantined', '', '[]')
      """,
      "INSERT INTO inbox_message (consumer, message_id, subject, state) VALUES ('q', gen_random_uuid(), 's', 'discarded')",
      """
      INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
      VALUES (8, gen_random_uuid(), 's', 'e', 'k', '{}', '')
      """,
      """
      INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
      VALUES (1, gen_random_uuid(), 's', 'e', 'k', '{}', decode(repeat('00', 131073), 'hex'))
      """,
      """
      INSERT INTO audit_entry (recorded_at, subject, action, person, after) VALUES (now(), 's', 'a', 'p', '[]')
      """,
      "INSERT INTO audit_seal (number, transactions, entries, hashes) VALUES (1, '{1}', '{1}', '{x,y}')",
      "INSERT INTO audit_seal (number, transactions, entries, hashes) VALUES (1, '{}', '{}', '{}')",
      "INSERT INTO deadline (subject, name, due_at, payload, attempts) VALUES ('s', 'n', now(), '{}', 1)",
    ])
  func constraints(_ statement: String) async throws {
    try await World.run { world in
      let error = await #expect(throws: TestSupportError.self) { try await world.sql("\(statement);") }
      #expect(error?.description.contains("_check") == true, "\(error?.description ?? "")")
      _ = try await world.states()
    }
  }
}
