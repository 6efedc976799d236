import AMQP
import DurableMessaging
import Foundation
import Hummingbird
import Logging
import Messages
import Observability
import Postgres

/// The parts of a service in the order in which they start. They stop in the reverse order, those that take work first.
///
/// Logging and metrics stand before all of this, in ``ServiceMain``: what happens before them is not counted.
struct Composition<Definition: ServiceDefinition>: Sendable {
  let parts: [Part]
  let checks: [HealthCheck]
  let status = ServiceStatus()

  init(
    _ definition: Definition, configuration: ServiceConfiguration, logger: Logger, registry: PrometheusRegistry
  ) {
    let service = Definition.service
    let pool = PostgresPool(configuration: configuration.database, logger: logger)
    let publisher = AMQPPublisher(
      configuration: configuration.amqp, topology: ServiceTopology.make(for: service), logger: logger)
    let commits = CommitSignals()
    let work = UnitOfWork(
      pool: pool, handler: definition.makeHandler(clock: configuration.clock), clock: configuration.clock,
      service: service, commits: commits, logger: logger)
    self.parts = []
    self.checks = []
  }
}
