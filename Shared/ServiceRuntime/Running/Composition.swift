import AMQP
import DurableMessaging
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
    let clock = configuration.clock
    let status = self.status
    let pool = PostgresPool(configuration: configuration.database, logger: logger)
    let publisher = AMQPPublisher(
      configuration: configuration.amqp, topology: ServiceTopology.make(for: service), logger: logger)
    let commits = CommitSignals()
    let work = UnitOfWork(
      pool: pool, handler: definition.makeHandler(clock: clock), clock: clock, service: service, commits: commits,
      logger: logger)

    let checks = Self.checks(status: status, pool: pool, publisher: publisher)
    self.checks = checks

    let adminRouter = Router(context: ServiceRequestContext.self)
    adminRouter.add(middleware: AnsweringMiddleware(isStopping: { false }))
    AdminRoutes(checks: checks, registry: registry).add(to: adminRouter)

    let router = Router(context: ServiceRequestContext.self)
    router.add(middleware: AnsweringMiddleware(isStopping: { status.phase == .stopping }))
    definition.addRoutes(
      to: router, service: RunningService(work: work, pool: pool, clock: clock, logger: logger))

    self.parts = [
      // So that a start which takes long, or hangs, can be seen: live, and not ready with the reason. Last to stop, for
      // the same reason.
      HTTPServer(adminRouter, address: configuration.admin, logger: logger)
        .part("admin server", kind: .support, limit: .seconds(5)) { status.adminListens(on: $0) },

      // Whoever comes after this finds the tables as this release knows them.
      .step("migrations") {
        try await SchemaUpdate(
          service: service,
          sequences: [
            (DurableMigrations.sequence, DurableMigrations.all), (service.rawValue, Definition.migrations),
          ],
          configuration: configuration.database, logger: logger
        ).run()
        status.migrationsAreApplied()
      },

      // Everything that follows reads or writes, and while stopping does so until its end.
      .support("database sessions", limit: .seconds(5)) { await pool.run() },

      // Brings the topology with it: exchanges and queues are there before anything is published or consumed.
      .brokerLink(publisher, limit: .seconds(10)),

      // Last to take work, when all that it needs is there; first to stop.
      HTTPServer(router, address: configuration.http, logger: logger)
        .part("public server", kind: .intake, limit: configuration.stopTimeout) { status.httpListens(on: $0) },
    ]
  }

  private static func checks(
    status: ServiceStatus, pool: PostgresPool, publisher: AMQPPublisher
  ) -> [HealthCheck] {
    [
      HealthCheck("service") {
        switch status.phase {
        case .running: .passing("running")
        case .starting: .failing("starting")
        case .stopping: .failing("stopping")
        }
      },
      HealthCheck("schema") {
        status.areMigrationsApplied ? .passing("all migrations are applied") : .failing("not migrated yet")
      },
      HealthCheck("database") {
        pool.isHealthy ? .passing("a session is open") : .failing("no session is open")
      },
      HealthCheck("broker") {
        switch await publisher.linkState {
        case .ready: return .passing("the link is up and the topology applied")
        case .blocked: return .failing("the broker does not read: memory or disk alarm")
        case let state: return .failing(publisher.lastRefusal.map { "\(state): \($0)" } ?? "\(state)")
        }
      },
    ]
  }
}
