import TestSupport
import Testing

/// What the role that `redress verify` and `redress case` read with may do, and all that it may not.
@Suite("Least privilege of the auditor", .database(schemas: true))
struct AuditorPrivilegeTests {
  /// What customers and staff have said, where customers live, and whole messages. A column that a migration adds is not
  /// readable either, until this list or a grant names it.
  private static let hidden = """
    callback.audit_entry.after callback.audit_entry.before callback.audit_entry.reason
    callback.callback.remark
    callback.deadline.correlation_id callback.deadline.payload
    callback.inbox_message.envelope
    callback.outbox_message.body callback.outbox_message.headers
    contractors.audit_entry.after contractors.audit_entry.before contractors.audit_entry.reason
    contractors.completion_report.report
    contractors.contractor.broker_user
    contractors.deadline.correlation_id contractors.deadline.payload
    contractors.inbox_message.envelope
    contractors.outbox_message.body contractors.outbox_message.headers
    contractors.repair_order.accepted_by contractors.repair_order.building contractors.repair_order.finding
    contractors.repair_order.location contractors.repair_order.owner_opinion contractors.repair_order.rework_by
    contractors.repair_order.rework_reason contractors.repair_order.surveyed_by contractors.repair_order.unit
    dispatch.audit_entry.after dispatch.audit_entry.before dispatch.audit_entry.reason
    dispatch.case_note.text
    dispatch.contact_sheet.content dispatch.contact_sheet.copies dispatch.contact_sheet.reply
    dispatch.contact_sheet.subject
    dispatch.deadline.correlation_id dispatch.deadline.payload
    dispatch.inbox_message.envelope
    dispatch.judgement.reason
    dispatch.letter.body dispatch.letter.contact dispatch.letter.proof dispatch.letter.receipt dispatch.letter.reply_by
    dispatch.letter.subject
    dispatch.letter_mail.address
    dispatch.outbox_message.body dispatch.outbox_message.headers
    dispatch.repair_case.building dispatch.repair_case.course dispatch.repair_case.location dispatch.repair_case.unit
    dispatch.suggestion.first_answer dispatch.suggestion.outcome dispatch.suggestion.reason
    dispatch.suggestion_consultation.opinion dispatch.suggestion_consultation.question
    intake.audit_entry.after intake.audit_entry.before intake.audit_entry.reason
    intake.acknowledgement.remark
    intake.complaint.access_times intake.complaint.building intake.complaint.category_hint intake.complaint.content
    intake.complaint.grade_hint intake.complaint.location intake.complaint.receipt intake.complaint.surname
    intake.complaint.telephone intake.complaint.unit
    intake.complaint_change.remark
    intake.deadline.correlation_id intake.deadline.payload
    intake.draft.body
    intake.evidence.name
    intake.inbox_message.envelope
    intake.misconduct_report.channel intake.misconduct_report.content intake.misconduct_report.id
    intake.misconduct_report.project
    intake.misconduct_report.received_at intake.misconduct_report.recorded_at intake.misconduct_report.reference
    intake.misconduct_report.source intake.misconduct_report.surname intake.misconduct_report.telephone
    intake.outbox_message.body intake.outbox_message.headers
    intake.prospect.budget intake.prospect.demand_area intake.prospect.demand_type intake.prospect.preferences
    intake.prospect.referred_by intake.prospect.surname intake.prospect.telephone
    intake.resident.surname intake.resident.telephone
    reporting.audit_entry.after reporting.audit_entry.before reporting.audit_entry.reason
    reporting.deadline.correlation_id reporting.deadline.payload
    reporting.event.data
    reporting.inbox_message.envelope
    reporting.outbox_message.body reporting.outbox_message.headers
    """

  @Test("It reads every column but those that hold what people said, where they live, and whole messages")
  func columns() async throws {
    try await TestDatabase.current.migrate()
    let columns = try await TestDatabase.current.run(
      """
      SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
      WHERE table_schema IN ('intake', 'dispatch', 'contractors', 'callback', 'reporting')
        -- Answers that are kept to be given again: of these nothing at all.
        AND table_name <> 'kept_answer'
        AND NOT has_column_privilege('auditor', format('%I.%I', table_schema, table_name), column_name, 'SELECT')
      """)
    #expect(
      columns.split(separator: "\n").sorted() == Self.hidden.split(whereSeparator: \.isWhitespace).sorted())
  }

  @Test("It is refused the customer's name, telephone and words, also by way of a whole row or a stored message")
  func personalData() async throws {
    try await TestDatabase.current.migrate()
    for statement in [
      "SELECT surname FROM intake.complaint", "SELECT telephone FROM intake.complaint",
      "SELECT content FROM intake.complaint", "SELECT * FROM intake.complaint",
      "SELECT complaint::text FROM intake.complaint", "SELECT envelope FROM intake.inbox_message",
      "SELECT body FROM dispatch.outbox_message", "SELECT data FROM reporting.event",
      "SELECT key FROM intake.kept_answer", "SELECT body FROM dispatch.kept_answer",
      "COPY intake.complaint TO STDOUT", "SELECT number FROM intake.complaint WHERE telephone = '1'",
    ] {
      await self.expectDenied(statement)
    }
    let allowed = try await self.psql("SELECT count(number), count(grade) FROM intake.complaint")
    #expect(allowed.status == 0, "\(allowed.output)")
  }

  @Test("It writes nothing, whatever it sets its session to, makes nothing and becomes nobody else")
  func writes() async throws {
    try await TestDatabase.current.migrate()
    let readOnly = try await self.psql("CREATE TABLE intake.note (body text)")
    #expect(readOnly.output.contains("read-only transaction"), "\(readOnly.output)")
    for statement in [
      "UPDATE intake.complaint SET serial = 1", "DELETE FROM dispatch.repair_case",
      "INSERT INTO intake.complaint_series VALUES ('CLX', 2023, 1)", "DELETE FROM intake.quarantine_note",
      "CREATE TABLE intake.note (body text)", "CREATE TEMPORARY TABLE note (body text)", "CREATE SCHEMA another",
      "SET ROLE intake", "SELECT nextval('intake.inbox_message_arrival_seq')",
    ] {
      await self.expectDenied(statement)
    }
  }

  @Test("It cannot connect to the cluster's other databases")
  func otherDatabases() async throws {
    let elsewhere = try TestDatabase.current.url(role: "auditor").replacing(TestDatabase.current.name, with: "postgres")
    let result = try await self.psql("SELECT 1", url: elsewhere)
    #expect(result.output.contains("permission denied for database"), "\(result.output)")
  }

  private func psql(_ statements: String..., url: String? = nil) async throws -> Command.Result {
    try await Command.run(
      "psql",
      ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", try url ?? TestDatabase.current.url(role: "auditor")]
        + statements.flatMap { ["-c", $0] })
  }

  /// Even where the session has been told that it may write.
  private func expectDenied(_ sql: String, sourceLocation: SourceLocation = #_sourceLocation) async {
    do {
      let result = try await self.psql("SET default_transaction_read_only = off", sql)
      #expect(result.status != 0, "\(sql)", sourceLocation: sourceLocation)
      #expect(result.output.contains("permission denied"), "\(sql): \(result.output)", sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }
}
