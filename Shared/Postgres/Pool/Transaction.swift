import NIOConcurrencyHelpers

/// A transaction under way. `BEGIN` travels with the first statements, so that a transaction that executes nothing costs
/// nothing; one call at a time.
package final class Transaction: Sendable {
  private struct State {
    var hasBegun = false
    var isExecuting = false
    var hasEnded = false
    var failure: PostgresError?
  }

  private let session: PostgresSession
  private let isolation: IsolationLevel
  private let state = NIOLockedValueBox(State())

  init(session: PostgresSession, isolation: IsolationLevel) {
    self.session = session
    self.isolation = isolation
  }

  /// The first error of the server or the connection, after which nothing of this transaction can be committed, whatever
  /// the body does with the error.
  var failure: PostgresError? { self.state.withLockedValue { $0.failure } }

  package func execute<S: PreparedStatement>(_ statement: S) async throws(PostgresError) -> [S.Output] {
    var pipeline = Pipeline()
    let ticket = pipeline.add(statement)
    return try await self.execute(pipeline).rows(ticket)
  }

  /// Runs the statements in one round trip. With `committing`, COMMIT travels with them and the transaction is over.
  package func execute(_ pipeline: Pipeline, committing: Bool = false) async throws(PostgresError) -> PipelineResults {
    let begins = try self.enter()
    if pipeline.isEmpty && (begins || !committing) {
      self.leave { $0.hasEnded = committing }
      return PipelineResults(steps: [], tables: [])
    }
    let steps = (begins ? [.begin(self.isolation)] : []) + pipeline.steps + (committing ? [.commit] : [])
    let tables = try await self.run(steps, committing: committing)
    return PipelineResults(steps: pipeline.steps, tables: Array(tables.dropFirst(begins ? 1 : 0)))
  }

  /// Commits what the body has not.
  func commit() async throws(PostgresError) {
    if let failure = self.failure { throw failure }
    guard self.state.withLockedValue({ $0.hasBegun && !$0.hasEnded }) else { return }
    _ = try await self.execute(Pipeline(), committing: true)
  }

  /// Rolls back what is open still. Not to be cancelled: it is a cancelled caller's way to keep the session.
  func rollBack() async throws(PostgresError) {
    let (isOpen, failure) = self.state.withLockedValue { state in
      defer { state.hasEnded = true }
      return (state.hasBegun && !state.hasEnded, state.failure)
    }
    guard isOpen else { return }
    // The server has rolled back with the session, and the body's error says so.
    if failure != nil, await !self.session.isOpen { return }
    _ = try await self.session.run([.rollback], isCancellable: false)
  }

  private func run(_ steps: [PipelineStep], committing: Bool) async throws(PostgresError) -> [ResultTable] {
    do {
      let tables = try await self.session.run(steps)
      self.leave { state in
        state.hasBegun = true
        state.hasEnded = committing
      }
      return tables
    } catch {
      var error = error
      // The commit may have been done when the connection was lost.
      if committing && error.isConnectionLoss { error.stage = .commit }
      self.leave { [error] state in
        state.hasBegun = true
        state.failure = error
      }
      throw error
    }
  }

  /// Returns whether BEGIN is still to be sent.
  private func enter() throws(PostgresError) -> Bool {
    let outcome: Result<Bool, PostgresError> = self.state.withLockedValue { state in
      guard !state.hasEnded, !state.isExecuting, state.failure == nil else {
        return .failure(PostgresError(.transactionEnded, underlying: state.failure))
      }
      state.isExecuting = true
      return .success(!state.hasBegun)
    }
    return try outcome.get()
  }

  private func leave(_ change: (inout State) -> Void) {
    self.state.withLockedValue { state in
      state.isExecuting = false
      change(&state)
    }
  }
}
