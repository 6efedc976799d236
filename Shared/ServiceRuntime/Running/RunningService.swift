package import DurableMessaging
package import Logging
package import Messaging
package import Postgres

/// What the routes of a running service work with.
package struct RunningService<Handler: MessageHandler>: Sendable {
  /// Where actions are performed: the same transaction, outbox and handler as for messages.
  package let work: UnitOfWork<Handler>
  /// For reading; writing is an action.
  package let pool: PostgresPool
  package let clock: any ServiceClock
  package let logger: Logger
}
