import AMQP
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import Postgres
import TestSupport

/// A tally service in the test's own database, without its long-running parts: a test runs those that it is about.
struct World: Sendable {
  static let schema = "tally"
  static let queue = "tally.work"

  let configuration: PostgresConfiguration
  let pool: PostgresPool
  let commits: CommitSignals
  let clock: any ServiceClock
  let work: UnitOfWork<TallyHandler>
  let logger: Logger

  /// Runs the body beside the pool, and ends the pool after it.
  static func run(
    clock: any ServiceClock = SystemClock(), retryPolicy: RetryPolicy = .patient,
    _ body: @escaping @Sendable (World) async throws -> Void
  ) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var configuration = try PostgresConfiguration(url: TestDatabase.current.url, applicationName: "test")
    configuration.searchPath = Self.schema
    configuration.poolSize = 4
    try await Migrator(
      schema: Self.schema, sequence: DurableMigrations.sequence, migrations: DurableMigrations.all
    ).migrate(configuration, logger: logger)
    try await Migrator(schema: Self.schema, migrations: [TallyTable.migration]).migrate(configuration, logger: logger)

    let pool = PostgresPool(configuration: configuration, logger: logger)
    let commits = CommitSignals()
    let work = UnitOfWork(
      pool: pool, handler: TallyHandler(), clock: clock, service: .intake, commits: commits, retryPolicy: retryPolicy,
      logger: logger)
    let world = World(
      configuration: configuration, pool: pool, commits: commits, clock: clock, work: work, logger: logger)
    try await running([{ await pool.run() }]) { try await body(world) }
  }

  /// A message for the tally.
  func arrival(_ subject: String, _ kind: TallyCommand.Kind, _ reference: String, id: UUID = UUID()) -> Arrival {
    self.arrival(subject, TallyCommand(kind: kind, reference: reference), id: id)
  }

  func arrival(_ subject: String, _ command: TallyCommand, id: UUID = UUID()) -> Arrival {
    Arrival(consumer: Self.queue, transport: Self.transport(subject, command, id: id))
  }

  static func transport(_ subject: String, _ command: TallyCommand, id: UUID = UUID()) -> TransportMessage {
    let data = (try? JSONEncoder().encode(command)) ?? Data()
    return CloudEventsCodec.encode(
      Envelope(
        id: id.uuidString.lowercased(), source: "/dispatch", type: "tally.asked.v1", subject: subject, data: Array(data)
      ),
      exchange: Service.dispatch.exchange)
  }

  /// Runs SQL in the schema as the superuser; rows by line, columns by `|`.
  @discardableResult
  func sql(_ text: String) async throws -> String {
    try await TestDatabase.current.run("SET search_path TO \(Self.schema);\n\(text)")
  }

  /// The references that have left a mark, in order.
  func marks(of subject: String? = nil) async throws -> [String] {
    let condition = subject.map { " WHERE subject = '\($0)'" } ?? ""
    return try await self.sql("SELECT reference FROM mark\(condition) ORDER BY position;")
      .split(separator: "\n").map(String.init)
  }

  /// How many messages are in each state of the inbox.
  func states() async throws -> [String: Int] {
    let lines = try await self.sql("SELECT state, count(*) FROM inbox_message GROUP BY state;").split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let columns = line.split(separator: "|")
        return (String(columns[0]), Int(columns[1]) ?? 0)
      })
  }

  /// What would be due in a moment is due now.
  func makeDue() async throws {
    try await self.sql("UPDATE inbox_message SET next_attempt_at = now() WHERE state = 'retrying';")
  }

  func openGate(_ name: String) async throws {
    try await self.sql("INSERT INTO gate VALUES ('\(name)');")
  }

  /// Tries what is due until nothing is any more.
  func retryAll() async throws {
    while try await self.work.retryDue() > 0 {}
  }
}

extension RetryPolicy {
  /// A test says itself when a message is due; on a busy machine two seconds pass between two lines.
  static var patient: RetryPolicy {
    var policy = RetryPolicy()
    policy.firstDelay = .seconds(600)
    return policy
  }
}

/// Runs components beside the body, and ends them in reverse when the body has ended, however it does.
func running(
  _ components: [@Sendable () async -> Void], body: () async throws -> Void
) async throws {
  let tasks = components.map { component in Task { await component() } }
  let outcome: Result<Void, any Error>
  do {
    outcome = .success(try await body())
  } catch {
    outcome = .failure(error)
  }
  for task in tasks.reversed() {
    task.cancel()
    await task.value
  }
  try outcome.get()
}
