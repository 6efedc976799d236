package import DurableMessaging
package import Messages
package import Messaging
package import Postgres

/// What makes one of the five services different from the others.
package protocol ServiceDefinition: Sendable {
  associatedtype Handler: MessageHandler

  static var service: Service { get }

  /// The sequence of the service's own schema; the tables of `DurableMessaging` are a sequence of their own.
  static var migrations: [Migration] { get }

  /// The service's own keys, beside the common ones; none by default.
  static var settings: [Setting] { get }

  /// - Throws: what is wrong with the service's own keys, all of it at once.
  init(configuration: ServiceConfiguration) throws(ConfigurationError)

  func makeHandler(clock: any ServiceClock) -> Handler

  /// What `/health/ready` asks beside what every service needs; nothing by default.
  var checks: [HealthCheck] { get }

  /// What the service does of itself, beside messages, limits and people; nothing by default.
  func background(_ service: RunningService<Handler>) -> [BackgroundWork]

  /// What people may ask over HTTP. Who asks, unknown paths, errors and metrics are dealt with by the runtime.
  func endpoints(_ service: RunningService<Handler>) -> [Endpoint]
}

extension ServiceDefinition {
  package static var settings: [Setting] { [] }
  package var checks: [HealthCheck] { [] }
  package func background(_ service: RunningService<Handler>) -> [BackgroundWork] { [] }
}

/// Something that runs as long as the service, and finishes what it has begun when it is cancelled.
package struct BackgroundWork: Sendable {
  let name: String
  /// How long finishing may take.
  let limit: Duration
  let run: @Sendable () async -> Void

  package init(_ name: String, limit: Duration, run: @escaping @Sendable () async -> Void) {
    self.name = name
    self.limit = limit
    self.run = run
  }
}
