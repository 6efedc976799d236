/// What went wrong between us and the database.
///
/// `description` is safe to log and to show: code, constraint, SQLSTATE, never a value. The server's own text may carry
/// the values of a row ("Key (telephone)=(…) already exists"), so it stands in `debugDescription` only.
package struct PostgresError: Error {
  /// The part of a transaction in which it went wrong. Begin, body, commit and rollback are kept apart, because an error
  /// at commit whose cause is a lost connection leaves open whether the work was done.
  package enum Stage: String, Sendable {
    case connect, begin, statement, commit, rollback
  }

  package let code: Code
  /// The server's five-character code; nil when the error is not the server's.
  package let sqlState: String?
  /// The name of the violated constraint: how a caller tells one `uniqueViolation` from another.
  package let constraint: String?
  package let table: String?
  /// The type name of the prepared statement, or the name of the migration.
  package var statementName: String?
  package var stage: Stage
  /// The server's text, or ours. Not safe to show.
  package let detail: String?
  /// At stage `rollback`: the error for whose sake we rolled back.
  package var underlying: (any Error)?
  package let file: String
  package let line: Int

  package init(
    _ code: Code, sqlState: String? = nil, constraint: String? = nil, table: String? = nil,
    statementName: String? = nil, stage: Stage = .statement, detail: String? = nil, underlying: (any Error)? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.code = code
    self.sqlState = sqlState
    self.constraint = constraint
    self.table = table
    self.statementName = statementName
    self.stage = stage
    self.detail = detail
    self.underlying = underlying
    self.file = file
    self.line = line
  }

  /// The cause lies in the circumstances and not in the statement: the same work may succeed later.
  package var isRetriable: Bool { self.code.isRetriable }

  /// The database could not be reached or was lost. Nobody's message is to blame. If the stage is `commit`, the work may
  /// have been done.
  package var isConnectionLoss: Bool { self.code.isConnectionLoss }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String {
    let subject = self.constraint ?? self.sqlState ?? self.statementName
    return "PostgresError: \(self.code)\(subject.map { " (\($0))" } ?? "")"
  }

  /// Everything, the server's text included. It may hold personal data: for a debugger, not for a log.
  package var debugDescription: String {
    let parts: [(String, String?)] = [
      ("stage", self.stage.rawValue), ("sqlState", self.sqlState), ("constraint", self.constraint),
      ("table", self.table), ("statement", self.statementName), ("detail", self.detail),
      ("underlying", self.underlying.map { String(reflecting: $0) }),
    ]
    let text = parts.compactMap { name, value in value.map { "\(name): \($0)" } }.joined(separator: ", ")
    return "PostgresError(\(self.code), \(text)) at \(self.file):\(self.line)"
  }
}
