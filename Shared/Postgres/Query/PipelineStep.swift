/// One thing the server is asked to do within a round trip.
enum PipelineStep: Sendable {
  case begin(IsolationLevel)
  case commit
  case rollback
  case prepared(any PreparedStatement.Type, Bindings)

  var sql: String {
    switch self {
    case .begin(let isolation): "BEGIN ISOLATION LEVEL \(isolation.rawValue)"
    case .commit: "COMMIT"
    case .rollback: "ROLLBACK"
    case .prepared(let statement, _): statement.sql
    }
  }

  var stage: PostgresError.Stage {
    switch self {
    case .begin: .begin
    case .commit: .commit
    case .rollback: .rollback
    case .prepared: .statement
    }
  }

  var statementName: String? {
    if case .prepared(let statement, _) = self { String(describing: statement) } else { nil }
  }
}
