import DurableMessaging
import Logging
import Postgres
import TestSupport

/// The five schemas in the test's own database, with three cases in order: one closed after a repair, one that waits to
/// be assigned, one that has been assigned and answered.
enum ScratchSystem {
  static let closed = "CLX-2023-000001"
  static let registered = "CLX-2023-000002"
  static let assigned = "CLX-2023-000003"

  static func create() async throws {
    try await TestDatabase.current.migrate()
    try await TestDatabase.current.run(self.cases)
    try await self.seal()
  }

  /// Seals the audit of intake, as intake itself does.
  private static func seal() async throws {
    var configuration = try PostgresConfiguration(
      url: TestDatabase.current.url(role: "intake"), applicationName: "test")
    configuration.searchPath = "intake"
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let pool = PostgresPool(configuration: configuration, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pool.run() }
      defer { group.cancelAll() }
      _ = try await AuditSealer(pool: pool, commits: CommitSignals(), logger: logger).seal()
    }
  }

  private static let cases = """
    INSERT INTO intake.project VALUES ('CLX', '翠林兰溪园', 1, now());
    INSERT INTO intake.complaint_series VALUES ('CLX', 2023, 3);
    INSERT INTO intake.complaint (number, project, year, serial, source, reference, received_at, registered_at, channel,
      kind, category, grade, surname, telephone, building, unit, building_part, content)
    SELECT 'CLX-2023-00000' || serial, 'CLX', 2023, serial, '/pms', 'PMS-' || serial, now(), now(), 'property-office',
      'complaint', 'engineering-quality', 'general', '王', '13800138000', '3', '1201', 'waterproofing', '漏水'
    FROM generate_series(1, 3) AS serial;

    INSERT INTO dispatch.repair_case (number, received_at, kind, category, project, building, unit, building_part, state,
      responsible, trade, round, verified_at, assigned_at, replied_at, surveyed_at, handled_at, evaluated_at, closed_at,
      outcome, dissatisfied, version, grade, course)
    SELECT *, 'general', '{"revision": 1, "timers": [], "contributors": [], "stages": [], "skipped": []}' FROM (VALUES
      ('\(closed)', now(), 'complaint', 'engineering-quality', 'CLX', '3', '1201', 'waterproofing', 'closed',
        'project-department', 'waterproofing', 2, now(), now(), now(), now(), now(), now(), now(), 'satisfied', 1, 8),
      ('\(registered)', now(), 'complaint', 'other', 'CLX', '3', '1201', 'other', 'registered',
        NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0),
      ('\(assigned)', now(), 'complaint', 'service', 'CLX', '3', '1201', 'other', 'planned',
        'customer-service', NULL, 1, now(), now(), now(), NULL, NULL, NULL, NULL, NULL, 0, 2)) AS known;
    INSERT INTO dispatch.deadline (subject, name, due_at, payload)
    VALUES ('\(registered)', 'assignment', now(), '{}'), ('\(assigned)', 'handling', now(), '{}');

    INSERT INTO contractors.project VALUES ('CLX', 1);
    INSERT INTO contractors.contractor VALUES ('C1', '防水公司', ARRAY['waterproofing'], 'contractor-1', 'listed');
    INSERT INTO contractors.commission_series VALUES ('CLX', 1);
    INSERT INTO contractors.repair_order (number, project, building, unit, building_part, trade, requested_at, state,
      round, reworks, rework_cause, rework_ordered_at, version)
    VALUES ('\(closed)-R1', 'CLX', '3', '1201', 'waterproofing', 'waterproofing', now(), 'created', 2, 1, 'callback',
      now(), 3);
    INSERT INTO contractors.commission VALUES ('COBZS001/WXWT001', 'CLX', 1, '\(closed)-R1', 'C1', 3, now());
    UPDATE contractors.repair_order SET state = 'closed', judgement = 'developer-gap', finding = '漏', surveyed_by = '李',
      surveyed_at = now(), commission = 'COBZS001/WXWT001', contractor = 'C1', completed_at = now(), accepted_by = '李',
      accepted_at = now(), signed_at = now(), closed_at = now();

    INSERT INTO callback.complaint VALUES ('\(closed)', 5);
    INSERT INTO callback.callback (number, complaint, kind, round, state, callable_from, due_at, scheduled_at,
      policy_profile, policy_version, satisfied_from, quality, speed, staff, answered_by, answered_at)
    SELECT '\(closed)' || suffix, '\(closed)', kind, round, state, now(), now() + interval '1 day', now(), 'cohl', 1, 4,
      score, score, score, CASE state WHEN 'done' THEN '张' END, CASE state WHEN 'done' THEN now() END
    FROM (VALUES ('-C1', 'closing', 1, 'done', 2), ('-C2', 'closing', 2, 'done', 5),
      ('-M2', 'milestone', 2, 'scheduled', NULL)) AS asked (suffix, kind, round, state, score);

    INSERT INTO reporting.case_record (number, received_at, category, grade, building_part, round, closed_at)
    SELECT number, now(), 'engineering-quality', 'general', 'waterproofing', 1, closed_at FROM dispatch.repair_case;
    INSERT INTO intake.audit_entry (recorded_at, subject, action, person, after)
    SELECT now(), number, 'complaint.registered', 'service:intake', '{"state": "registered"}' FROM intake.complaint
    ORDER BY number;
    INSERT INTO reporting.event
    SELECT gen_random_uuid(), type, '/' || service, number, version, now(), '{}'
    FROM (VALUES
      ('\(closed)', 'intake', 'complaint.registered.v1', 1), ('\(registered)', 'intake', 'complaint.registered.v1', 1),
      ('\(assigned)', 'intake', 'complaint.registered.v1', 1),
      ('\(closed)', 'dispatch', 'case.assigned.v1', 1), ('\(closed)', 'dispatch', 'case.replied.v1', 3),
      ('\(closed)', 'dispatch', 'case.handled.v1', 4), ('\(closed)', 'dispatch', 'case.reopened.v1', 5),
      ('\(closed)', 'dispatch', 'case.handled.v1', 7), ('\(closed)', 'dispatch', 'case.closed.v1', 8),
      ('\(assigned)', 'dispatch', 'case.assigned.v1', 1), ('\(assigned)', 'dispatch', 'case.replied.v1', 2),
      ('\(closed)', 'contractors', 'repair.surveyed.v1', 1), ('\(closed)', 'contractors', 'repair.commissioned.v1', 2),
      ('\(closed)', 'contractors', 'repair.signed.v1', 3),
      ('\(closed)', 'callback', 'callback.scheduled.v1', 1), ('\(closed)', 'callback', 'callback.answered.v1', 2),
      ('\(closed)', 'callback', 'callback.scheduled.v1', 3), ('\(closed)', 'callback', 'callback.answered.v1', 4),
      ('\(closed)', 'callback', 'callback.scheduled.v1', 5)) AS published (number, service, type, version);
    INSERT INTO reporting.inbox_message (consumer, message_id, subject, state)
    SELECT 'reporting.' || ltrim(source, '/') || '.events', id, subject, 'processed'
    FROM reporting.event ORDER BY subject, source, version;
    """
}
