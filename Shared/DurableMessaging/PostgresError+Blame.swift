package import Messages
package import Postgres

extension PostgresError {
  /// What an input made us write, or a row it made us read, is to blame, and not the circumstances or the deployment: with
  /// other inputs the same statements work.
  package var blamesInput: Bool {
    switch self.code {
    case .uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation, .tooLarge, .decoding: true
    case .statement:
      // Data that a column cannot hold, a limit of the server, and what a trigger of ours has raised. An unknown table
      // or column (42) is a wrong deployment, for which no message may be punished.
      ["22", "23", "54", "P0"].contains { self.sqlState?.hasPrefix($0) == true }
    default: false
    }
  }

  /// Names the constraint, never a value.
  package var fault: Fault {
    Fault("", .notStored, "The database refused it: \(self.constraint ?? self.sqlState ?? "\(self.code)").")
  }
}
