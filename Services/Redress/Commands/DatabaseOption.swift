import ArgumentParser
import Postgres

/// Where the five schemas are.
struct DatabaseOption: ParsableArguments {
  @Option(help: "The database, as postgres://auditor:PASSWORD@HOST:PORT/redress; else $AUDITOR_DATABASE_URL.")
  var databaseURL: String?

  func open<Result: Sendable>(
    _ body: @escaping @Sendable (PostgresPool) async throws -> Result
  ) async throws -> Result {
    let url = try Settings().values([.database], given: [self.databaseURL])[0]
    return try await Database(url: url).open(body)
  }
}
