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
  let status: ServiceStatus
  let endpoints: [Endpoint]

  init(
    _ definition: Definition, configuration: ServiceConfiguration, logger: Logger, registry: PrometheusRegistry
  ) {
    let service = Definition.service
    let clock = configuration.clock
    let status = ServiceStatus()
    var database = configuration.database
    database.findsByKey = true
    let pool = PostgresPool(configuration: database, logger: logger)
    let publisher = AMQPPublisher(
      configuration: configuration.amqp,
      topology: ServiceTopology.make(for: service, partitions: configuration.partitions), logger: logger)
    let commits = CommitSignals()
    let work = UnitOfWork(
      pool: pool, handler: definition.makeHandler(clock: clock), clock: clock, service: service, commits: commits,
      logger: logger)
    let relay = OutboxRelay(
      configuration: database, publisher: publisher, commits: commits, logger: logger)
    let layouts = QueueLayout.all(of: service, partitions: configuration.partitions)
    let sharing =
      configuration.partitions == 1
      ? nil : PartitionSharing(queues: layouts.flatMap(\.queues), pool: pool, logger: logger)
    let consumers = layouts.flatMap { layout in
      layout.queues.map { queue in
        QueueConsumer(
          queue: queue, consumer: layout.consumer, configuration: configuration, work: work, sharing: sharing,
          logger: logger)
      }
    }
    let verifier = configuration.tokens.map { TokenVerifier($0, logger: logger) }
    let checks =
      HealthCheck.all(
        status: status, pool: pool, publisher: publisher, relay: relay,
        consumers: consumers.map { ($0.queue, $0.link) }) + definition.checks
      + (verifier.map { verifier in [HealthCheck("signing keys") { await verifier.health }] } ?? [])

    let adminRouter = Router(context: ServiceRequestContext.self)
    adminRouter.add(middleware: OwnerMiddleware(service: service))
    adminRouter.add(middleware: AnsweringMiddleware(isStopping: { false }))
    adminRouter.add(middleware: AdminGate(address: configuration.admin, verifier: verifier))
    AdminRoutes(checks: checks, registry: registry).add(to: adminRouter)
    QuarantineRoutes(quarantine: Quarantine(pool: pool, commits: commits), verifier: verifier, logger: logger)
      .add(to: adminRouter)

    let authentication = Authentication(configuration, verifier: verifier)
    authentication.announce(to: logger)
    let running = RunningService(work: work, pool: pool, clock: clock, logger: logger)
    let endpoints = definition.endpoints(running) + [AuditRoutes(pool: pool).endpoint]
    let background = definition.background(running)
    let router = Router.answering(
      endpoints, of: service, authentication: authentication, isStopping: { status.phase == .stopping })

    let schema = SchemaUpdate(
      service: service,
      sequences: [(DurableMigrations.sequence, DurableMigrations.all), (service.rawValue, Definition.migrations)],
      configuration: configuration.database, logger: logger)
    let repartitioning = Repartitioning(configuration: configuration, pool: pool, work: work, logger: logger)
    let limit = configuration.stopTimeout

    self.status = status
    self.checks = checks
    self.endpoints = endpoints
    self.parts =
      [
        // First, so that a start that takes long can be seen: live, and not ready with the reason. Last to stop, for the
        // same reason.
        HTTPServer(adminRouter, address: configuration.admin, logger: logger)
          .part("admin server", kind: .support, limit: .seconds(5)) { status.adminListens(on: $0) },

        // Whoever comes after this finds the tables as this release knows them.
        .step("migrations") {
          try await schema.run()
          status.migrationsAreApplied()
        },

        // Everything that follows reads or writes, and while stopping does so to its end.
        .support("database sessions", limit: .seconds(5)) { await pool.run() },

        // Before anything begins or passes by a policy.
        .step("policies") { try await RunningPolicies(policies: configuration.policies, pool: pool).check() },

        // Brings the topology with it: exchanges and queues are there before anything is published or consumed.
        .brokerLink(publisher, limit: .seconds(10)),

        // Before what fills the outbox; while stopping, after it, to send what the last batches have left there.
        .support("outbox relay", limit: .seconds(7)) { await relay.run() },

        // What waits for time, and needs nobody from outside to be awake.
        .support("deadline scheduler", limit: limit) { await DeadlineScheduler(work: work, logger: logger).run() },
        .support("retry sweeper", limit: limit) { await RetrySweeper(work: work, logger: logger).run() },
        .support("audit sealer", limit: .seconds(7)) {
          await AuditSealer(pool: pool, commits: commits, logger: logger).run()
        },
        .support("janitor", limit: .seconds(7)) { await Janitor(pool: pool, logger: logger).run() },

        // Nothing is consumed before the queues of an earlier number of partitions are empty.
        .step("partitions") { try await repartitioning.run() },
      ]
      + background.map { work in .support(work.name, limit: work.limit) { await work.run() } }
      + (verifier.map { verifier in [.support("signing keys", limit: .seconds(7)) { await verifier.run() }] } ?? [])
      + (sharing.map { sharing in [.support("partition sharing", limit: .seconds(5)) { await sharing.run() }] } ?? [])
      // Work, when all that it needs is there.
      + consumers.map { $0.part(limit: limit) }
      + [
        // People last: they are told at once when something is amiss, while messages can wait.
        HTTPServer(router, address: configuration.http, logger: logger)
          .part("public server", kind: .entrance, limit: limit) { status.httpListens(on: $0) }
      ]
  }
}
