import Foundation
import Messages
import Postgres
import ReportingDomain
import ServiceTestSupport
import TestSupport
import Testing

@testable import ReportingService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  @Test func everyStatementRuns() async throws {
    let number = ComplaintNumber(project: try #require(ProjectCode("CLX")), year: 2023, serial: 1)
    let statements: [any PreparedStatement] = [
      BeginRecords(numbers: [number]),
      LockRecords(numbers: [number]),
      RecordsOfWeek(week: ReportWeek(containing: Date(timeIntervalSince1970: 1_672_709_400))),
      OpenRecords(projects: nil, after: "", limit: 1),
      CountOpenRecords(projects: nil),
      WriteRecords(records: []),
      CallbackAnswers(numbers: [number]),
      WriteCallbackAnswers(answers: []),
      MissedLimits(numbers: [number]),
      WriteMissedLimits(limits: []),
      KeepEvents(events: []),
      EventsOfCase(subject: number.text),
      AnonymiseEvents(numbers: [number]),
    ]
    let schema = try await MigratedSchema(of: ReportingDefinition.self)
    try await schema.run(statements)
    #expect(Set(statements.map { "\(type(of: $0))" }) == (try schema.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    let schema = try await MigratedSchema(of: ReportingDefinition.self)
    try await schema.sql(Self.manyRecords)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (LockRecords.self, "'{CLX-2023-000042}'", "case_record_pkey"),
      (OpenRecords.self, "'CLX-2023-000042', 500, NULL", "case_record_open_idx"),
      (CountOpenRecords.self, "NULL", "case_record_open_idx"),
      (CallbackAnswers.self, "'{CLX-2023-000042}'", "callback_answer_pkey"),
      (MissedLimits.self, "'{CLX-2023-000042}'", "missed_limit_pkey"),
      (EventsOfCase.self, "'CLX-2023-000042'", "event_subject_key"),
      (RecordsOfWeek.self, "'2023-01-02', '2023-01-09'", "case_record_closed_idx"),
      (RecordsOfWeek.self, "'2023-01-02', '2023-01-09'", "case_record_open_idx"),
    ]
    for (statement, arguments, index) in plans {
      let plan = try await schema.plan(of: statement, arguments)
      #expect(plan.contains(index), "\(statement):\n\(plan)")
    }
  }

  /// 20,000 records over some years, of which few are open, with an answer, a missed limit and two events each.
  private static let manyRecords = """
    INSERT INTO case_record (number, received_at, category, grade, building_part, responsible, assigned_at, round,
        first_handled_at, handled_at, closed_at)
      SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), at, 'engineering-quality', 'general', 'heating',
        'project-department', at, 1, at, at, CASE WHEN n % 50 <> 0 THEN at + interval '5 days' END
      FROM (SELECT n, timestamptz '2022-01-01' + n * interval '1 hour' AS at FROM generate_series(1, 20000) n) AS made;
    INSERT INTO callback_answer SELECT number, 1, true, received_at FROM case_record;
    INSERT INTO missed_limit
      SELECT number, 'reply', 'R-054', 'project-department', received_at, received_at FROM case_record;
    INSERT INTO event SELECT gen_random_uuid(), 'case.assigned.v1', '/dispatch', number, version, received_at, '{}'
      FROM case_record, generate_series(1, 2) version;
    ANALYZE;
    """
}
