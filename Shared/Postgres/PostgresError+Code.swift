extension PostgresError {
  /// The kind of error; open, so that a new kind is not a breaking change for those who switch over it.
  package struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Base: String {
      case configuration, connectionRefused, connectionLost, protocolViolation, poolClosed, acquireTimeout, cancelled
      case timeout, serializationFailure, deadlock, stalePlan, insufficientResources
      case uniqueViolation, foreignKeyViolation, checkViolation, notNullViolation, permissionDenied, statement
      case tooLarge, decoding, transactionEnded, migration
    }

    private let base: Base

    private init(_ base: Base) {
      self.base = base
    }

    package var description: String { self.base.rawValue }

    /// The URL cannot be understood.
    package static let configuration = Code(.configuration)
    /// No session could be opened: nobody listens, a wrong password, too many connections.
    package static let connectionRefused = Code(.connectionRefused)
    /// The session ended before the answer came.
    package static let connectionLost = Code(.connectionLost)
    /// The server's answers came in an order that cannot be; the session has been closed.
    package static let protocolViolation = Code(.protocolViolation)
    /// The pool has stopped.
    package static let poolClosed = Code(.poolClosed)
    /// No session became free within `acquireTimeout`.
    package static let acquireTimeout = Code(.acquireTimeout)
    /// The calling task was cancelled; a statement that was running has been abandoned with its session.
    package static let cancelled = Code(.cancelled)
    /// The server stopped the statement: `statement_timeout` or `lock_timeout`.
    package static let timeout = Code(.timeout)
    package static let serializationFailure = Code(.serializationFailure)
    package static let deadlock = Code(.deadlock)
    /// The table under a prepared statement has changed. The session forgets its statements, the unit runs once more.
    package static let stalePlan = Code(.stalePlan)
    /// Disk full, out of memory, too many connections.
    package static let insufficientResources = Code(.insufficientResources)
    package static let uniqueViolation = Code(.uniqueViolation)
    package static let foreignKeyViolation = Code(.foreignKeyViolation)
    package static let checkViolation = Code(.checkViolation)
    package static let notNullViolation = Code(.notNullViolation)
    package static let permissionDenied = Code(.permissionDenied)
    /// Any other refusal of the server; see `sqlState`.
    package static let statement = Code(.statement)
    /// More than 65,535 parameters, or a value over 1 GB: never sent.
    package static let tooLarge = Code(.tooLarge)
    /// A column does not hold what the statement's type expects.
    package static let decoding = Code(.decoding)
    /// The transaction has ended, or another call of it is still running.
    package static let transactionEnded = Code(.transactionEnded)
    /// A migration is missing, was changed after it ran, or is badly named.
    package static let migration = Code(.migration)

    var isRetriable: Bool {
      switch self.base {
      case .connectionRefused, .connectionLost, .protocolViolation, .poolClosed, .acquireTimeout, .cancelled,
        .timeout, .serializationFailure, .deadlock, .stalePlan, .insufficientResources:
        true
      case .configuration, .uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation,
        .permissionDenied, .statement, .tooLarge, .decoding, .transactionEnded, .migration:
        false
      }
    }

    var isConnectionLoss: Bool {
      switch self.base {
      case .connectionRefused, .connectionLost, .protocolViolation, .poolClosed, .acquireTimeout: true
      default: false
      }
    }
  }
}
