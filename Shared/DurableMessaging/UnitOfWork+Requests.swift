import Messages
import Postgres

extension UnitOfWork {
  /// Does what a person asks for once, however often he sends the request: a repeat is answered as it was answered, and
  /// does nothing. The answer is committed with what was done; a request that is refused leaves nothing behind.
  ///
  /// - Parameters:
  ///   - precondition: which version of what is to be changed he has seen.
  ///   - answer: makes the answer before it is committed.
  /// - Throws: as `perform`; `Rejected` also when the same request is under way, or the key belongs to another request.
  package func perform(
    _ action: Handler.Action, expecting precondition: Precondition = .none, once key: RequestKey,
    answer: @Sendable (Handler.Reply) async throws -> KeptAnswer
  ) async throws -> KeptAnswer {
    try await self.insisting {
      let (kept, decision) = try await self.pool.transaction { transaction in
        var first = Pipeline()
        let claim = first.add(KeptAnswerTable.Claim(key: key))
        let find = first.add(KeptAnswerTable.Find(key: key))
        let load = self.handler.load([.action(action)], into: &first)
        let results = try await transaction.execute(first)
        guard try results.rows(claim).first == true else {
          throw Rejected("Idempotency-Key", .requestUnderWay, "The same request is being done at this moment.")
        }
        if let earlier = try results.rows(find).first {
          guard earlier.fingerprint == key.fingerprint else {
            throw Rejected("Idempotency-Key", .invalid, "The key was given to another request before.")
          }
          return (earlier.answer, BatchDecision<Handler>?.none)
        }
        let state = try load(results)
        try precondition.check(self.handler.version(for: action, in: state))
        var decision = self.decision(on: state)
        let reply = try decision.decide(action)
        let kept = try await answer(reply)
        try await self.commit(decision, keeping: kept, of: key, transaction)
        return (kept, decision)
      }
      if let decision { self.report(decision) }
      return kept
    }
  }

  /// Tries again what the database refuses because of what somebody else wrote meanwhile.
  private func insisting<Result: Sendable>(_ attempt: () async throws -> Result) async throws -> Result {
    var attempts = 0
    while true {
      attempts += 1
      do {
        return try await attempt()
      } catch let error as PostgresError
        where error.blamesInput && attempts < BatchIsolation<Handler.Action>.attemptsAlone
      {
        continue
      } catch HandlingFailure.rejected(let rejected) {
        throw rejected
      }
    }
  }
}
