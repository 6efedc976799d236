import DurableMessaging
import Messages
import Postgres

/// What a service keeps in its own tables, in place of its `Storage`: answers what `load` asks for, and takes what `store`
/// writes, with the constraints of the schema.
protocol ServiceTables {
  associatedtype Handler: MessageHandler

  /// The rows that loading these inputs locks. A row that is not there cannot be locked.
  func locks(for inputs: [Input<Handler.Action>]) -> [String]
  func load(_ inputs: [Input<Handler.Action>]) -> Handler.State
  /// Writes everything, or throws and writes nothing.
  mutating func store(_ state: Handler.State) throws(PostgresError)
}

extension PostgresError {
  /// A row breaks a constraint of the schema.
  static func violated(_ constraint: String, _ code: PostgresError.Code = .checkViolation) -> PostgresError {
    PostgresError(code, constraint: constraint)
  }
}
