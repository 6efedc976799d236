import AMQP
import DurableMessaging
import Postgres

extension HealthCheck {
  /// Older than this, messages do not leave the outbox: other services do not hear what this one does.
  private static let outboxLimit = 60.0

  /// What `/health/ready` asks of a service, in the order of its start.
  static func all(
    status: ServiceStatus, pool: PostgresPool, publisher: AMQPPublisher, relay: OutboxRelay,
    consumers: [(queue: String, link: AMQPConsumer)]
  ) -> [HealthCheck] {
    [
      HealthCheck("service") { Self.service(status.phase) },
      HealthCheck("schema") {
        status.areMigrationsApplied ? .passing("all migrations are applied") : .failing("not migrated yet")
      },
      HealthCheck("database") {
        pool.isHealthy ? .passing("a session is open") : .failing("no session is open")
      },
      HealthCheck("broker") { Self.publishing(await publisher.linkState, refusal: publisher.lastRefusal) },
      HealthCheck("outbox") { Self.outbox(relay.health) },
      HealthCheck("routing") { Self.routing(relay.health) },
    ]
      + consumers.map { consumer in
        HealthCheck("consumer of \(consumer.queue)") { Self.consuming(await consumer.link.linkState) }
      }
  }

  private static func service(_ phase: ServiceStatus.Phase) -> Outcome {
    switch phase {
    case .running: .passing("running")
    case .starting: .failing("starting")
    case .stopping: .failing("stopping")
    }
  }

  private static func publishing(_ state: LinkState, refusal: AMQPError?) -> Outcome {
    switch state {
    case .ready: .passing("the link is up and the topology applied")
    case .blocked: .failing("the broker does not read: memory or disk alarm")
    default: .failing(refusal.map { "\(state): \($0)" } ?? "\(state)")
    }
  }

  private static func consuming(_ state: LinkState) -> Outcome {
    switch state {
    // A broker with an alarm goes on delivering.
    case .ready, .blocked: .passing("the link is up")
    default: .failing("\(state)")
    }
  }

  private static func outbox(_ health: OutboxHealth) -> Outcome {
    guard let oldest = health.oldestSeconds else { return .failing("it has not been looked into yet") }
    let failure = health.lastFailure.map { "; the last one that left was not confirmed: \($0)" } ?? ""
    let reason = "the oldest message has waited \(Int(oldest)) s\(failure)"
    if oldest <= Self.outboxLimit { return .passing(reason) }
    // The requests of people need nobody else to hear of them at once.
    return .degraded(reason)
  }

  private static func routing(_ health: OutboxHealth) -> Outcome {
    guard !health.unroutable.isEmpty else { return .passing("every message finds a queue") }
    return .degraded("no queue takes \(health.unroutable.sorted().joined(separator: ", "))")
  }
}
