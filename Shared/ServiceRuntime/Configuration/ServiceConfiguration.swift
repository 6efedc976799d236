package import AMQP
package import Logging
package import Messages
package import Messaging
package import Policy
package import Postgres

/// The configuration of one service, checked as a whole before anything is started.
///
/// The common keys are properties; a service reads its own by name.
package struct ServiceConfiguration: Sendable {
  package let service: Service

  /// - `amqp.url` (secret), `amqp.heartbeat` (seconds, default: 15), `amqp.confirm-window` (int, default: 256).
  package let amqp: AMQPConfiguration
  /// - `inbox.batch-size` (int, default: 50): messages in one transaction; more gain little and wait longer.
  package let batchSize: Int
  /// - `inbox.batch-delay` (duration, default: 0 ms): how long an idle consumer waits for a batch to fill. While one batch
  ///   is handled the next one fills anyway, so that waiting only delays what comes alone.
  package let batchDelay: Duration
  /// - `inbox.partitions` (int, default: 1): the queues into which what comes from one exchange is dealt out by its subject.
  ///   More than one need the broker's plug-in `rabbitmq_consistent_hash_exchange`.
  package let partitions: Int
  /// - `database.url` (secret), `database.pool-size`. Unqualified names are those of the service's own schema.
  package let database: PostgresConfiguration
  /// - `http.host` (default: 127.0.0.1), `http.port` (0: any that is free).
  package let http: ListenAddress
  /// - `admin.host` (default: 127.0.0.1), `admin.port` (0: any that is free).
  package let admin: ListenAddress
  /// - `auth.issuer`, `auth.audience` (default: redress), `auth.jwks-url` or `auth.jwks-file`; nil without an issuer.
  let tokens: TokenSettings?
  /// - `clock.origin`, `clock.rate`, `clock.start`: a scaled clock; without them the system's.
  package let clock: any ServiceClock
  /// - `policy.directory` (optional): policy files of the operator, beside those that come with redress.
  package let policies: PolicyRegister
  /// - `policy.profile` (default: cohl): the profile of whoever has no other; the version that is in force when the service
  ///   starts, for timers that start now.
  package let policy: PolicyProfile
  /// - `log.level` (default: info).
  package let logLevel: Logger.Level
  /// - `stop.timeout` (duration, default: 20 s): how long running work may take to finish when the service stops.
  package let stopTimeout: Duration

  /// The common keys and the service's own, in the order in which they are printed.
  let settings: [Setting]
  private let values: [String: ConfigurationSources.Value]

  /// Reads and checks everything.
  /// - Parameters:
  ///   - settings: The service's own keys, beside the common ones.
  ///   - arguments: The command line without the program's name.
  /// - Throws: every problem at once: unknown keys, missing ones, values that are not what their key wants.
  package init(
    service: Service, settings: [Setting] = [], arguments: [String] = [], environment: [String: String] = [:]
  ) throws(ConfigurationError) {
    let settings = Setting.common(of: service) + settings
    var sources = ConfigurationSources(of: settings, arguments: arguments, environment: environment)
    var values: [String: ConfigurationSources.Value] = [:]
    for setting in settings { values[setting.name] = sources.value(of: setting) }
    var reading = ConfigurationReading(texts: values.mapValues(\.text), problems: sources.problems)

    // Each of these says what is wrong and goes on, so that the last line can name everything.
    let amqp = reading.amqp(connectionName: service.rawValue)
    let database = reading.database(of: service)
    let tokens = reading.tokens()
    let clock = reading.clock()
    let policies = reading.policies()
    let policy = reading.policy(in: policies, at: clock)
    guard let amqp, let database, let clock, let policies, let policy, reading.problems.isEmpty,
      let batchSize = reading.integer("inbox.batch-size"), let batchDelay = reading.duration("inbox.batch-delay"),
      let partitions = reading.integer("inbox.partitions"),
      let http = reading.address("http"), let admin = reading.address("admin"),
      let logLevel = reading.texts["log.level"].flatMap(Logger.Level.init(rawValue:)),
      let stopTimeout = reading.duration("stop.timeout")
    else { throw ConfigurationError(reading.problems) }

    self.service = service
    self.amqp = amqp
    self.batchSize = batchSize
    self.batchDelay = batchDelay
    self.partitions = partitions
    self.database = database
    self.http = http
    self.admin = admin
    self.tokens = tokens
    self.clock = clock
    self.policies = policies
    self.policy = policy
    self.logLevel = logLevel
    self.stopTimeout = stopTimeout
    self.settings = settings
    self.values = values
  }

  /// The text of a key; nil when it is optional and nobody has set it, or not a key of this service.
  package func text(_ name: String) -> String? { self.values[name]?.text }

  /// The value of a key of kind `.integer`.
  package func integer(_ name: String) -> Int? { self.text(name).flatMap { Int($0) } }

  /// The value of a key of kind `.duration`.
  package func duration(_ name: String) -> Duration? { self.text(name).flatMap(Duration.init(configurationText:)) }

  /// Where the value of a key came from.
  func origin(_ name: String) -> String? { self.values[name]?.origin }
}
