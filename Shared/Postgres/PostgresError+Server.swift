extension PostgresError {
  /// The error that the server reported for a statement.
  init(
    _ failure: ServerFailure, statementName: String?, stage: Stage, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Code(failure), sqlState: failure.sqlState, constraint: failure.constraint, table: failure.table,
      statementName: statementName, stage: stage, detail: failure.text, file: file, line: line)
  }
}

extension PostgresError.Code {
  init(_ failure: ServerFailure) {
    // After a FATAL the server closes the session, whatever the reason was. Class 08 says nothing of the kind: 08P01 is
    // a statement whose parameters do not match what was bound.
    guard !failure.isFatal, let state = failure.sqlState else {
      self = .connectionLost
      return
    }
    self =
      switch state {
      case "23505": .uniqueViolation
      case "23503": .foreignKeyViolation
      case "23514": .checkViolation
      case "23502": .notNullViolation
      case "40001": .serializationFailure
      case "40P01": .deadlock
      case "42501": .permissionDenied
      case "57014", "55P03": .timeout
      // 0A000 has other meanings too ("not supported"); only the routine tells them apart. 26000 is the same thing seen
      // from the other side: someone has deallocated our statements.
      case "0A000" where failure.routine == "RevalidateCachedQuery": .stalePlan
      case "26000": .stalePlan
      case _ where state.hasPrefix("53"): .insufficientResources
      default: .statement
      }
  }
}
