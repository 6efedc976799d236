import Testing

@testable import RedressTool

/// One way to break a system, and who has to notice.
struct Breakage: CustomTestStringConvertible, Sendable {
  let name: String
  let sql: String
  let invariant: Invariant
  let subject: String

  init(_ name: String, _ invariant: Invariant, _ subject: String, _ sql: String) {
    self.name = name
    self.sql = sql
    self.invariant = invariant
    self.subject = subject
  }

  var testDescription: String { self.name }

  private static let closed = ScratchSystem.closed
  private static let registered = ScratchSystem.registered
  private static let assigned = ScratchSystem.assigned

  static let all: [Breakage] =
    Self.complaints + Self.cases + Self.numbers + Self.events + Self.machinery
    + Self.audit

  private static let complaints = [
    Breakage(
      "a report is registered twice", .registeredOnce, closed,
      """
      ALTER TABLE intake.complaint DROP CONSTRAINT complaint_source_reference_key;
      UPDATE intake.complaint SET reference = 'PMS-1';
      """),
    Breakage(
      "reporting has not heard of a complaint", .reportedOnce, registered,
      """
      DELETE FROM reporting.event WHERE subject = '\(registered)';
      DELETE FROM reporting.case_record WHERE number = '\(registered)';
      """),
    Breakage(
      "reporting has heard twice of a registration", .reportedOnce, registered,
      """
      INSERT INTO reporting.event
      SELECT gen_random_uuid(), type, source, subject, 2, happened, data FROM reporting.event
      WHERE subject = '\(registered)';
      """),
    Breakage(
      "reporting has the event and no record", .reportedOnce, registered,
      "DELETE FROM reporting.case_record WHERE number = '\(registered)'"),
    Breakage(
      "a complaint has no case", .caseExists, registered,
      "DELETE FROM dispatch.repair_case WHERE number = '\(registered)'"),
    Breakage(
      "a case belongs to no complaint", .caseExists, registered,
      "DELETE FROM intake.complaint WHERE number = '\(registered)'"),
    Breakage(
      "a callback belongs to no complaint", .caseExists, "CLX-2023-000009",
      "INSERT INTO callback.complaint VALUES ('CLX-2023-000009', 1)"),
  ]

  private static let cases = [
    Breakage("nobody must assign a case", .nextStep, registered, "DELETE FROM dispatch.deadline"),
    Breakage(
      "nobody must answer a customer", .nextStep, assigned,
      "UPDATE dispatch.repair_case SET state = 'assigned', replied_at = NULL WHERE number = '\(assigned)'"),
    Breakage(
      "contractors has no order for a repair", .nextStep, assigned,
      "UPDATE dispatch.repair_case SET trade = 'waterproofing', surveyed_at = now() WHERE number = '\(assigned)'"),
    Breakage(
      "the order has not heard of the next round", .nextStep, closed,
      """
      UPDATE dispatch.repair_case SET state = 'rework', closed_at = NULL, outcome = NULL, round = 3
      WHERE number = '\(closed)';
      INSERT INTO dispatch.deadline (subject, name, due_at, payload) VALUES ('\(closed)', 'new-plan', now(), '{}');
      """),
    Breakage(
      "dispatch has not heard of a signature", .nextStep, closed,
      """
      UPDATE dispatch.repair_case SET state = 'rework', closed_at = NULL, outcome = NULL WHERE number = '\(closed)';
      INSERT INTO dispatch.deadline (subject, name, due_at, payload) VALUES ('\(closed)', 'new-plan', now(), '{}');
      """),
    Breakage(
      "nobody is going to ask about a handled case", .nextStep, assigned,
      """
      UPDATE dispatch.repair_case SET state = 'awaiting-callback', handled_at = now(), evaluated_at = now()
      WHERE number = '\(assigned)'
      """),
    Breakage(
      "dispatch has not heard of an answer", .nextStep, closed,
      """
      UPDATE dispatch.repair_case SET state = 'awaiting-callback', closed_at = NULL, outcome = NULL
      WHERE number = '\(closed)'
      """),
    Breakage(
      "a case is closed without a callback", .closedProperly, assigned,
      """
      UPDATE dispatch.repair_case SET state = 'closed', outcome = 'satisfied', handled_at = now(), evaluated_at = now(),
        closed_at = now()
      WHERE number = '\(assigned)'
      """),
    Breakage(
      "a case is closed although the customer was not satisfied", .closedProperly, closed,
      "UPDATE callback.callback SET quality = 1 WHERE number = '\(closed)-C2'"),
    Breakage(
      "a case is closed before the customer has answered", .closedProperly, closed,
      """
      UPDATE callback.callback SET state = 'scheduled', quality = NULL, speed = NULL, staff = NULL, answered_by = NULL,
        answered_at = NULL WHERE number = '\(closed)-C2'
      """),
    Breakage(
      "contractors has not heard of a case's end", .closedProperly, closed,
      "UPDATE contractors.repair_order SET state = 'signed', closed_at = NULL"),
    Breakage(
      "callback has not heard of a case's end", .closedProperly, closed,
      "DELETE FROM callback.callback WHERE kind = 'milestone'"),
    Breakage(
      "reporting has not heard of a case's end", .closedProperly, closed,
      "UPDATE reporting.case_record SET closed_at = NULL"),
  ]

  private static let numbers = [
    Breakage(
      "a complaint number is missing", .complaintNumbers, "CLX-2023",
      "DELETE FROM intake.complaint WHERE number = '\(registered)'"),
    Breakage(
      "a serial is given twice", .complaintNumbers, "CLX-2023",
      """
      ALTER TABLE intake.complaint DROP CONSTRAINT complaint_series_key, DROP CONSTRAINT complaint_number_check;
      UPDATE intake.complaint SET serial = 1 WHERE number = '\(registered)'
      """),
    Breakage(
      "a series has gone on without a complaint", .complaintNumbers, "CLX-2023",
      "UPDATE intake.complaint_series SET last_serial = 4"),
    Breakage(
      "a series has no complaint at all", .complaintNumbers, "CLX-2024",
      "INSERT INTO intake.complaint_series VALUES ('CLX', 2024, 1)"),
    Breakage(
      "a commission number is left out", .commissionNumbers, "CLX",
      "UPDATE contractors.commission SET serial = 2; UPDATE contractors.commission_series SET last_serial = 2"),
    Breakage(
      "a commission series has gone on without a letter", .commissionNumbers, "CLX",
      "UPDATE contractors.commission_series SET last_serial = 2"),
    Breakage(
      "a letter's number was issued and there is no letter", .formNumbers, "SM03-11-CLX-2023",
      "INSERT INTO dispatch.form_series VALUES ('SM03-11', 'CLX', 2023, 1)"),
  ]

  private static let events = [
    Breakage(
      "an event is missing between two", .eventOrder, closed,
      "DELETE FROM reporting.event WHERE type = 'case.replied.v1' AND subject = '\(closed)'"),
    Breakage(
      "the first event is missing", .eventOrder, closed,
      "DELETE FROM reporting.event WHERE type = 'repair.surveyed.v1'"),
    Breakage(
      "an event is missing where no repair was asked for", .eventOrder, assigned,
      "UPDATE reporting.event SET version = 3 WHERE type = 'case.replied.v1' AND subject = '\(assigned)'"),
    Breakage(
      "an event has overtaken the one before it", .eventOrder, closed,
      """
      UPDATE reporting.inbox_message SET arrival = 0 FROM reporting.event
      WHERE id = message_id AND type = 'case.closed.v1'
      """),
    Breakage(
      "the last event of dispatch is missing", .eventsComplete, closed,
      "DELETE FROM reporting.event WHERE type = 'case.closed.v1'"),
    Breakage(
      "the last event of contractors is missing", .eventsComplete, closed,
      "DELETE FROM reporting.event WHERE type = 'repair.signed.v1'"),
    Breakage(
      "reporting knows more than callback has said", .eventsComplete, closed,
      "UPDATE callback.complaint SET version = 4"),
  ]

  /// By somebody who owns the database, whom no trigger stops.
  private static let audit = [
    Breakage(
      "an entry of the audit was changed", .audit, "intake \(registered)",
      "UPDATE intake.audit_entry SET reason = 'another' WHERE subject = '\(registered)'"),
    Breakage(
      "what an entry says to have changed was changed", .audit, "intake \(registered)",
      "UPDATE intake.audit_entry SET after = '{\"state\": \"closed\"}' WHERE subject = '\(registered)'"),
    Breakage(
      "the time of an entry was changed", .audit, "intake \(closed)",
      "UPDATE intake.audit_entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE subject = '\(closed)'"),
    Breakage(
      "an entry of the audit was taken out", .audit, "intake entries",
      "DELETE FROM intake.audit_entry WHERE subject = '\(registered)'"),
    Breakage(
      "the last entry of the audit was taken out", .audit, "intake entries",
      "DELETE FROM intake.audit_entry WHERE subject = '\(assigned)'"),
    Breakage(
      "an entry was slipped in among sealed ones", .audit, "intake forged",
      """
      INSERT INTO intake.audit_entry (transaction, recorded_at, subject, action, person)
      SELECT transaction, now(), 'forged', 'complaint.registered', 'li.wei' FROM intake.audit_entry
      WHERE subject = '\(registered)'
      """),
    Breakage(
      "an entry was changed and sealed anew", .audit, "intake \(assigned)",
      """
      UPDATE intake.audit_entry SET person = 'li.wei' WHERE subject = '\(registered)';
      UPDATE intake.audit_seal SET hashes = (
        SELECT ARRAY[hashes[1], sha256(hashes[1] || convert_to(jsonb_build_array(transaction::text, id,
          (extract(epoch FROM recorded_at) * 1000000)::bigint, (extract(epoch FROM written_at) * 1000000)::bigint, subject,
          action, person, person_name, posts, encode(details_hash, 'hex'), correlation_id)::text, 'UTF8')), hashes[3]]
        FROM intake.audit_entry WHERE subject = '\(registered)')
      """),
    Breakage(
      "a seal of the audit is missing", .audit, "intake seals",
      "UPDATE intake.audit_seal SET number = 2"),
    Breakage(
      "nobody seals the audit", .audit, "dispatch \(closed)",
      """
      INSERT INTO dispatch.audit_entry (recorded_at, written_at, subject, action, person)
      VALUES (now(), now() - interval '61 seconds', '\(closed)', 'case.closed', 'service:dispatch')
      """),
  ].map { breakage in
    Breakage(
      breakage.name, breakage.invariant, breakage.subject, "SET session_replication_role = replica;\n\(breakage.sql)")
  }

  private static let machinery = [
    Breakage(
      "an event does not leave the outbox", .outbox, "dispatch",
      """
      INSERT INTO dispatch.outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
      VALUES (3, gen_random_uuid(), '\(closed)', 'dispatch.events', 'case.closed.v1', '{}', '')
      """),
    Breakage(
      "nobody takes a message whose turn has come", .inbox, closed,
      """
      INSERT INTO callback.inbox_message (consumer, message_id, subject, state, attempts, next_attempt_at, envelope)
      VALUES ('callback.dispatch.events', gen_random_uuid(), '\(closed)', 'retrying', 1, now(), '')
      """),
    Breakage(
      "a message has been tried many times", .inbox, closed,
      """
      INSERT INTO callback.inbox_message (consumer, message_id, subject, state, attempts, next_attempt_at, envelope)
      VALUES ('callback.dispatch.events', gen_random_uuid(), '\(closed)', 'retrying', 5, now() + interval '1 day', '')
      """),
    Breakage(
      "a message is parked behind nothing", .inbox, closed,
      """
      INSERT INTO callback.inbox_message (consumer, message_id, subject, state, envelope)
      VALUES ('callback.dispatch.events', gen_random_uuid(), '\(closed)', 'parked', '')
      """),
    Breakage(
      "a message is in quarantine", .quarantine, "intake",
      """
      INSERT INTO intake.inbox_message (consumer, message_id, subject, state, attempts, envelope, faults)
      VALUES ('intake.inbound', gen_random_uuid(), 'x', 'quarantined', 1, '', '[{}]')
      """),
    Breakage(
      "a deadline cannot be fired", .deadlines, registered,
      "UPDATE dispatch.deadline SET attempts = 3, retry_at = now(), last_error = 'wrong-state'"),
  ]
}
