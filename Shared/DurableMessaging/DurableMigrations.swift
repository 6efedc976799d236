import FoundationEssentials
package import Postgres

/// The tables that every service has in its own schema: outbox, inbox, deadlines.
package enum DurableMigrations {
  /// In order; their sequence is `durable`, beside the service's own.
  package static let all: [Migration] = []
}
