import CoreMetrics

extension PostgresPool {
  /// How often a transaction is tried that loses against others.
  private static let mostAttempts = 5

  private enum Attempt<R> {
    case success(R)
    /// `cause` is the server's error behind it, even if the body threw another one.
    case failure(any Error, cause: PostgresError?, isReusable: Bool)
  }

  /// Runs `body` in a transaction: commits when it returns, unless it has done so by `execute(_:committing: true)`, and
  /// rolls back when it throws. BEGIN travels with the body's first statements.
  ///
  /// The body may run again, from its start, and so must not change anything outside the database before it returns: once
  /// after a migration made its statements stale, and up to five times after a serialization failure or a dead-lock.
  ///
  /// The body's error comes out unchanged. An error of BEGIN, of a statement or of COMMIT is a `PostgresError` that says so
  /// in its `stage`; if the roll-back failed too, the error is that of the roll-back, with the body's as `underlying`.
  package func transaction<R>(
    isolation: IsolationLevel = .readCommitted, _ body: (Transaction) async throws -> R
  ) async throws -> R {
    var attempts = 0
    while true {
      attempts += 1
      let lease = try await self.acquire()
      var attempt = await self.attempt(lease.session, isolation, body)
      if case .failure(_, let cause, true) = attempt, cause?.code == .stalePlan {
        attempt = await self.attempt(lease.session, isolation, body)
      }
      switch attempt {
      case .success(let result):
        self.release(lease, isReusable: true)
        return result
      case .failure(let error, let cause, let isReusable):
        self.release(lease, isReusable: isReusable)
        guard cause?.code == .serializationFailure || cause?.code == .deadlock, attempts < Self.mostAttempts else {
          throw error
        }
        self.transactionRetries.increment()
        do {
          // Those that lost together must not meet again.
          try await Task.sleep(for: .milliseconds(Int.random(in: 2...20) * attempts))
        } catch {
          throw PostgresError(.cancelled, underlying: cause)
        }
      }
    }
  }

  private func attempt<R>(
    _ session: PostgresSession, _ isolation: IsolationLevel, _ body: (Transaction) async throws -> R
  ) async -> Attempt<R> {
    let transaction = Transaction(session: session, isolation: isolation)
    do {
      let result = try await body(transaction)
      try await transaction.commit()
      return .success(result)
    } catch {
      do throws(PostgresError) {
        try await transaction.rollBack()
        return .failure(error, cause: transaction.failure, isReusable: true)
      } catch let rollBackError {
        var rollBackError = rollBackError
        rollBackError.stage = .rollback
        rollBackError.underlying = error
        return .failure(rollBackError, cause: transaction.failure, isReusable: false)
      }
    }
  }
}
