import DurableMessaging
import FoundationEssentials
import Hummingbird
import Messages
import Messaging
import Postgres

@testable import ServiceRuntime

/// The smallest service: it writes down the key of each message that it hears, in the order in which it does.
///
/// It takes the place of `callback`, because a service's queues come from the catalogue.
struct TinyService: ServiceDefinition {
  static let service = Service.callback
  static let migrations = [
    Migration(
      name: "V0001__heard",
      sql: """
        CREATE TABLE heard (
          position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key uuid NOT NULL,
          -- A test says in the sessions' options who they belong to.
          instance text DEFAULT current_setting('redress.instance', true)
        )
        """.utf8)
  ]

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {}

  func makeHandler(clock: any ServiceClock) -> TinyHandler { TinyHandler() }

  func endpoints(_ service: RunningService<TinyHandler>) -> [Endpoint] {
    [
      Endpoint(
        .post, "/heard", "hear", TermName("记下", "Write down a key of its own"), for: .anyEmployee,
        answers: [.json(.created, [String: UUID].self, "The key.")]
      ) { _, context in
        try await service.perform(UUID(), context) { respond(["key": $0], status: .created) }
      },
      Endpoint(
        .get, "/heard", "count", TermName("数一数", "Count"), for: .anyEmployee,
        answers: [.json([String: Int64].self, "How many.")]
      ) { _, _ in respond(["count": try await service.pool.execute(CountHeard())]) },
    ]
  }
}

struct TinyHandler: MessageHandler {
  typealias Action = UUID

  func load(
    _ inputs: [Input<UUID>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> [UUID] {
    // A test that holds the same lock stops the batch in its first round trip.
    pipeline.add(TakeTurn())
    return { _ in [] }
  }

  func handle(
    _ input: Input<UUID>, state: inout [UUID], now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> UUID {
    switch input {
    case .message(let arrival, let envelope):
      guard envelope.type == CaseHandled.type else {
        throw .rejected(Rejected("type", .notSupported, "Only handled cases are heard."))
      }
      state.append(arrival.key)
      return arrival.key
    case .action(let key):
      state.append(key)
      return key
    case .deadline:
      throw .rejected(Rejected("", .notSupported, "Nobody sets deadlines here."))
    }
  }

  func store(_ state: [UUID], into pipeline: inout Pipeline) {
    if !state.isEmpty { pipeline.add(InsertHeard(keys: state)) }
  }
}

struct TakeTurn: PreparedStatement {
  static let sql = "SELECT pg_advisory_xact_lock(7)"
}

/// The same lock for the session, until it is closed.
struct HoldTurn: PreparedStatement {
  static let sql = "SELECT pg_advisory_lock(7)"
}

struct InsertHeard: PreparedStatement {
  static let sql = "INSERT INTO heard (key) SELECT * FROM unnest($1::uuid[])"
  let keys: [UUID]

  func bind(_ bindings: inout Bindings) { bindings.append(self.keys) }
}

struct CountHeard: PreparedStatement {
  static let sql = "SELECT count(*) FROM heard"

  static func decode(_ row: Row) throws(PostgresError) -> Int64 { try row.decode(0) }
}
