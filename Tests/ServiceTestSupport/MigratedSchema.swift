import DurableMessaging
import Foundation
import Logging
import Messages
package import Postgres
package import ServiceRuntime
import TestSupport

/// A service's schema as it is after all of its migrations, in the test's own database.
///
/// To be used with the trait `.database(schemas: true)`: everything runs with the service's own role.
package struct MigratedSchema: Sendable {
  private let service: String
  private let configuration: PostgresConfiguration

  package init<Definition: ServiceDefinition>(of definition: Definition.Type) async throws {
    self.service = Definition.service.rawValue
    var configuration = try PostgresConfiguration(
      url: TestDatabase.current.url(role: self.service), applicationName: "test")
    configuration.searchPath = self.service
    configuration.poolSize = 1
    self.configuration = configuration
    // In the order in which a service brings its schema up to date: its own migrations may use the tables of all.
    for (sequence, migrations) in [
      (DurableMigrations.sequence, DurableMigrations.all), (self.service, Definition.migrations),
    ] {
      try await Migrator(schema: self.service, sequence: sequence, migrations: migrations)
        .migrate(configuration, logger: Self.logger)
    }
  }

  private struct RollBack: Error {}

  /// Runs the statements one after the other, in one transaction that is rolled back.
  package func run(_ statements: [any PreparedStatement]) async throws {
    var pipeline = Pipeline()
    for statement in statements { Self.add(statement, to: &pipeline) }
    let all = pipeline
    try await self.withPool { pool in
      do {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(all)
          throw RollBack()
        }
      } catch is RollBack {}
    }
  }

  /// Sessions of the service's role in its schema, for as long as the body runs.
  package func withPool(size: Int = 1, _ body: @Sendable (PostgresPool) async throws -> Void) async throws {
    var configuration = self.configuration
    configuration.poolSize = size
    let pool = PostgresPool(configuration: configuration, logger: Self.logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pool.run() }
      defer { group.cancelAll() }
      try await body(pool)
    }
  }

  private static func add<Statement: PreparedStatement>(_ statement: Statement, to pipeline: inout Pipeline) {
    pipeline.add(statement)
  }

  /// The names of all statements that the service's sources declare.
  package func statementsInSources() throws -> Set<String> {
    let folder = TestEnvironment.projectDirectory.appending(path: "Services/\(self.service.capitalized)/Service")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try files.reduce(into: []) { names, file in
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in source.matches(of: /struct (\w+): PreparedStatement/) { names.insert(String(match.1)) }
    }
  }

  /// Runs SQL in the schema as the superuser; rows by line, columns by `|`.
  @discardableResult
  package func sql(_ text: String) async throws -> String {
    try await TestDatabase.current.run("SET search_path = \(self.service);\n\(text)")
  }

  /// How the server executes a statement. Sessions live long, and from the sixth execution on the server may plan without
  /// looking at the values.
  package func plan(of statement: any PreparedStatement.Type, _ arguments: String) async throws -> String {
    try await self.sql(
      """
      SET plan_cache_mode = force_generic_plan;
      PREPARE asked AS \(statement.sql);
      EXPLAIN (COSTS OFF) EXECUTE asked\(arguments.isEmpty ? "" : "(\(arguments))");
      """)
  }

  private static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}
