import CallbackDomain
import Messages
import Postgres
import ServiceTestSupport
import TestSupport
import Testing

@testable import CallbackService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  @Test func everyStatementRuns() async throws {
    let complaint = try CaseExample().complaint
    let statements: [any PreparedStatement] = [
      LockComplaints(complaints: [complaint]),
      InsertComplaints(complaints: []),
      UpdateComplaints(complaints: []),
      CallbacksOfComplaints(complaints: [complaint]),
      CompaniesOfProjects(projects: [complaint.project]),
      WriteProjects(projects: []),
      FindCallback(number: CallbackNumber(complaint: complaint, kind: .closing, round: 1)),
      ListCallbacks(states: [.done], kinds: [.closing], projects: ["CLX"], after: "", limit: 1),
      ListOpenCallbacks(state: .due, kinds: [.milestone], projects: nil, after: "", limit: 1),
      InsertCallbacks(callbacks: []),
      UpdateCallbacks(callbacks: []),
      Anonymise(complaints: [complaint]),
    ]
    let schema = try await MigratedSchema(of: CallbackDefinition.self)
    try await schema.run(statements)
    #expect(Set(statements.map { "\(type(of: $0))" }) == (try schema.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    let schema = try await MigratedSchema(of: CallbackDefinition.self)
    try await schema.sql(Self.manyCallbacks)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (LockComplaints.self, "'{CLX-2023-000042}'", "complaint_pkey"),
      (CallbacksOfComplaints.self, "'{CLX-2023-000042}'", "callback_round_key"),
      (ListCallbacks.self, "'{done}', '{closing}', 'CLX-2023-000042-C1', 100, NULL", "callback_pkey"),
      (ListOpenCallbacks.self, "'scheduled', '{closing}', 'CLX-2023-000042-C1', 100, NULL", "callback_state_idx"),
    ]
    for (statement, arguments, index) in plans {
      let plan = try await schema.plan(of: statement, arguments)
      #expect(plan.contains(index), "\(statement):\n\(plan)")
    }
  }

  /// 20,000 callbacks, of which few are not done.
  private static let manyCallbacks = """
    INSERT INTO complaint SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), 1 FROM generate_series(1, 20000) n;
    INSERT INTO callback (number, complaint, kind, round, state, callable_from, due_at, scheduled_at, policy_profile,
        policy_version, satisfied_from, quality, speed, staff, answered_by, answered_at)
      SELECT number || '-C1', number, 'closing', 1, CASE WHEN is_open THEN 'scheduled' ELSE 'done' END, now(),
        now() + interval '3 days', now(), 'cohl', 1, 4, score, score, score, CASE WHEN NOT is_open THEN 'chen.jie' END,
        CASE WHEN NOT is_open THEN now() END
      FROM (SELECT number, right(number, 2) = '42' AS is_open, CASE WHEN right(number, 2) <> '42' THEN 5 END AS score
        FROM complaint) AS each_one;
    ANALYZE;
    """
}
