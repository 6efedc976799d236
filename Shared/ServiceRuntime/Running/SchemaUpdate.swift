import Logging
import Messages
import Postgres

/// Brings a service's schema up to date, as soon as the database is there.
struct SchemaUpdate: Sendable {
  let service: Service
  let sequences: [(name: String, migrations: [Migration])]
  let configuration: PostgresConfiguration
  let logger: Logger

  /// Waits for a database that is not there: it says so once, and then every minute.
  /// - Throws: what waiting would not change, a wrong password or a refused migration for example.
  func run() async throws {
    var delay = Duration.milliseconds(100)
    var lastSaid: ContinuousClock.Instant?
    while true {
      do throws(PostgresError) {
        return try await self.migrate()
      } catch {
        guard error.isAway else { throw error }
        if lastSaid.map({ .now - $0 > .seconds(60) }) ?? true {
          self.logger.warning(
            "Waiting for the database.", metadata: ["reason": "\(error)", "detail": "\(error.detail ?? "")"])
          lastSaid = .now
        }
      }
      try await Task.sleep(for: delay)
      delay = min(delay * 2, .seconds(5))
    }
  }

  private func migrate() async throws(PostgresError) {
    for sequence in self.sequences {
      let migrator = Migrator(
        schema: self.service.rawValue, sequence: sequence.name, migrations: sequence.migrations)
      try await migrator.migrate(self.configuration, logger: self.logger)
    }
  }
}

extension PostgresError {
  /// Waiting may help. Not when the server has answered that this role, password or database is not one of its own.
  var isAway: Bool {
    let isUnknownHere = self.sqlState.map { $0.hasPrefix("28") || $0 == "3D000" } ?? false
    return (self.isRetriable || self.isConnectionLoss) && !isUnknownHere
  }
}
