import Messages
import Postgres

extension UnitOfWork {
  /// As many as the messages of a batch.
  static var mostActionsTogether: Int { 50 }

  /// Does what a person asks for, and answers when it is committed.
  ///
  /// Actions that come while a transaction of others is under way go together in the next one, in their order, each with an
  /// answer of its own: what is refused leaves no trace on its neighbours.
  ///
  /// - Parameter precondition: which version of what is to be changed he has seen.
  /// - Throws: `Rejected` when the handler refuses; `HandlingFailure.retry` when it is not possible yet; `PostgresError`.
  ///   After one of stage `commit` it may have been done: actions must bear being asked for twice.
  package func perform(
    _ action: Handler.Action, expecting precondition: Precondition = .none
  ) async throws -> Handler.Reply {
    do {
      let asked = AskedAction(action: action, precondition: precondition, person: AuditPerson.acting)
      return try await self.line.perform(asked) { await self.perform($0) }
    } catch HandlingFailure.rejected(let rejected) {
      throw rejected
    }
  }

  /// Those that will go in the next transactions.
  package var actionsWaiting: Int { self.line.waiting }

  /// All in one transaction; if the database refuses what one of them wrote, each alone.
  private func perform(_ actions: [AskedAction<Handler.Action>]) async -> [Result<Handler.Reply, any Error>] {
    var answers: [Result<Handler.Reply, any Error>?] = actions.map { _ in nil }
    var isolation = BatchIsolation(Array(actions.indices))
    var failure: any Error = CancellationError()
    while let next = isolation.next {
      if next.fault != nil {
        for index in next.items { answers[index] = .failure(failure) }
        isolation.succeeded()
        continue
      }
      do {
        let given = try await self.attempt(next.items.map { actions[$0] })
        for (index, answer) in zip(next.items, given) { answers[index] = answer }
        isolation.succeeded()
      } catch {
        failure = error
        guard let refusal = error as? PostgresError, isolation.refused(refusal) else { break }
      }
    }
    return answers.map { $0 ?? .failure(failure) }
  }

  /// One transaction.
  private func attempt(
    _ actions: [AskedAction<Handler.Action>]
  ) async throws -> [Result<Handler.Reply, any Error>] {
    let (answers, decision) = try await self.pool.transaction { transaction in
      var first = Pipeline()
      let load = self.handler.load(actions.map { .action($0.action) }, into: &first)
      let state = try load(try await transaction.execute(first))
      var decision = self.decision(on: state)
      let answers = decision.decide(actions)
      try await self.commit(decision, transaction)
      return (answers, decision)
    }
    self.report(decision)
    return answers.map { answer in answer.mapError { $0 } }
  }
}
