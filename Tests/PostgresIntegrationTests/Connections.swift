import Logging
import Postgres
import TestSupport

/// Says no more than warnings, so that a failing test stands alone in the output.
private func quietLogger() -> Logger {
  var logger = Logger(label: "test")
  logger.logLevel = .error
  return logger
}

/// The running test's database.
func configuration() throws -> PostgresConfiguration {
  var configuration = try PostgresConfiguration(url: TestDatabase.current.url, applicationName: "tests")
  configuration.poolSize = 2
  // Tests that compute share the threads with those that wait: a busy machine is not what is tested here.
  configuration.connectTimeout = .seconds(30)
  configuration.acquireTimeout = .seconds(50)
  return configuration
}

/// Gives `body` a running pool, and waits until its last session is closed.
func withPool<Result: Sendable>(
  _ configuration: PostgresConfiguration? = nil, _ body: @Sendable (PostgresPool) async throws -> Result
) async throws -> Result {
  let pool = PostgresPool(
    configuration: try configuration ?? PostgresIntegrationTests.configuration(), logger: quietLogger())
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { await pool.run() }
    defer { group.cancelAll() }
    return try await body(pool)
  }
}

/// Gives `body` a session of its own, and closes it.
func withSession<Result: Sendable>(
  _ configuration: PostgresConfiguration? = nil, _ body: (PostgresSession) async throws -> Result
) async throws -> Result {
  let session = try await PostgresSession.connect(
    configuration: try configuration ?? PostgresIntegrationTests.configuration(), logger: quietLogger())
  do {
    let result = try await body(session)
    await session.close()
    return result
  } catch {
    await session.close()
    throw error
  }
}
