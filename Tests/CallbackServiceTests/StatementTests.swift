import CallbackDomain
import Foundation
import Logging
import Messages
import Postgres
import TestSupport
import Testing

@testable import CallbackService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  private struct RollBack: Error {}

  @Test func everyStatementRuns() async throws {
    let complaint = try CaseExample().complaint
    var pipeline = Pipeline()
    var names: [String] = []
    func add<S: PreparedStatement>(_ statement: S) {
      pipeline.add(statement)
      names.append("\(S.self)")
    }
    add(LockComplaints(complaints: [complaint]))
    add(InsertComplaints(complaints: []))
    add(UpdateComplaints(complaints: []))
    add(CallbacksOfComplaints(complaints: [complaint]))
    add(FindCallback(number: CallbackNumber(complaint: complaint, kind: .closing, round: 1)))
    add(ListCallbacks(states: [.done], kinds: [.closing], after: "", limit: 1))
    add(ListOpenCallbacks(state: .due, kinds: [.milestone], after: "", limit: 1))
    add(InsertCallbacks(callbacks: []))
    add(UpdateCallbacks(callbacks: []))

    let all = pipeline
    try await self.withPool { pool in
      await #expect(throws: RollBack.self) {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(all)
          throw RollBack()
        }
      }
    }
    #expect(Set(names) == Set(try Self.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    try await self.migrate()
    try await Self.sql(Self.manyCallbacks)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (LockComplaints.self, "'{CLX-2023-000042}'", "complaint_pkey"),
      (CallbacksOfComplaints.self, "'{CLX-2023-000042}'", "callback_round_key"),
      (ListCallbacks.self, "'{done}', '{closing}', 'CLX-2023-000042-C1', 100", "callback_pkey"),
      (ListOpenCallbacks.self, "'scheduled', '{closing}', 'CLX-2023-000042-C1', 100", "callback_state_idx"),
    ]
    for (statement, arguments, index) in plans {
      let plan = try await Self.sql(
        """
        SET plan_cache_mode = force_generic_plan;
        PREPARE asked AS \(statement.sql);
        EXPLAIN (COSTS OFF) EXECUTE asked(\(arguments));
        """)
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

  // MARK: - The migrated schema

  /// The names of all statements in the storage folder.
  private static func statementsInSources() throws -> [String] {
    let folder = TestEnvironment.projectDirectory.appending(path: "Services/Callback/Service/Storage")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /struct (\w+): PreparedStatement/).map { String($0.1) }
    }
  }

  @discardableResult
  private static func sql(_ statements: String) async throws -> String {
    try await TestDatabase.current.run("SET search_path = callback;\n\(statements)")
  }

  private func configuration() throws -> PostgresConfiguration {
    var configuration = try PostgresConfiguration(
      url: TestDatabase.current.url(role: "callback"), applicationName: "test")
    configuration.searchPath = "callback"
    configuration.poolSize = 1
    return configuration
  }

  private func migrate() async throws {
    let migrator = Migrator(schema: "callback", migrations: CallbackDefinition.migrations)
    try await migrator.migrate(try self.configuration(), logger: Logger(label: "test"))
  }

  private func withPool(_ body: @escaping @Sendable (PostgresPool) async throws -> Void) async throws {
    try await self.migrate()
    let pool = PostgresPool(configuration: try self.configuration(), logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pool.run() }
      defer { group.cancelAll() }
      try await body(pool)
    }
  }
}
