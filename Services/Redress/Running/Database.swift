import Logging
import Postgres

/// The five schemas, read as the role `auditor`.
struct Database: Sendable {
  private let configuration: PostgresConfiguration

  init(url: String) throws(Failure) {
    do throws(PostgresError) {
      var configuration = try PostgresConfiguration(url: url, applicationName: "redress")
      configuration.poolSize = 1
      // A recount reads whole tables, and nobody waits for a lock meanwhile.
      configuration.statementTimeout = .seconds(600)
      self.configuration = configuration
    } catch {
      throw Failure(
        "The database's address is not a postgres:// URL that libpq can parse.",
        advice: "It looks like postgres://auditor:PASSWORD@HOST:PORT/redress.")
    }
  }

  /// Lends `body` a pool of one session, and closes it.
  func open<Result: Sendable>(
    _ body: @escaping @Sendable (PostgresPool) async throws -> Result
  ) async throws -> Result {
    let pool = PostgresPool(
      configuration: self.configuration, logger: Logger(label: "redress") { _ in SwiftLogNoOpLogHandler() })
    do {
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await pool.run() }
        defer { group.cancelAll() }
        return try await body(pool)
      }
    } catch let error as PostgresError {
      throw Failure(error)
    }
  }
}

extension Failure {
  init(_ error: PostgresError) {
    switch error.code {
    case .connectionRefused, .connectionLost, .acquireTimeout:
      // The text of a refused connection names host, role and database, never a row.
      let detail = error.stage == .connect ? error.detail.map { ": \($0)" } ?? "" : ""
      self.init(
        "The database does not answer (\(error.code))\(detail)",
        advice: "Check AUDITOR_DATABASE_URL, and that the database runs and takes connections.")
    case .permissionDenied:
      self.init(
        "The database refuses to show a table (\(error)).",
        advice: "Connect as the role auditor; deploy/postgres/roles.sql and schemas.sql make it.")
    case .timeout:
      self.init(
        "The database needed more than ten minutes for one statement.",
        advice: "Try again at a quieter time, or against a streaming replica.")
    case .statement where error.sqlState == "42P01" || error.sqlState == "3F000" || error.sqlState == "42703":
      self.init(
        "The database has not all tables of this release (\(error)).",
        advice: "Start all five services of this release once: they make their tables when they start.")
    default:
      self.init("The database has failed: \(error).", advice: "The database's own log says more.")
    }
  }
}
