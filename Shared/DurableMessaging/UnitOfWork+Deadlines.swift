import Messages
import Messaging
import Postgres

extension UnitOfWork {
  /// Fires the deadlines that have passed by the service's clock: each once, in the transaction of its effect.
  ///
  /// A deadline whose handling fails stays, and is tried again with growing delays, without end: nobody else will do what
  /// it was to do.
  /// - Returns: how many were fired, or postponed because they failed.
  package func fire(limit: Int = 100) async throws -> Int {
    let due = try await self.pool.execute(DeadlineTable.Due(now: self.clock.now, limit: limit))
    guard !due.isEmpty else { return 0 }
    var count = 0
    try await self.isolating(due) { due, fault in
      count += try await self.fire(due, condemnedFor: fault)
    }
    return count
  }

  private func fire(_ due: [StoredDeadline], condemnedFor fault: Fault?) async throws -> Int {
    let (decision, count) = try await self.pool.transaction { transaction in
      var first = Pipeline()
      let load = self.handler.load(fault == nil ? due.map { .deadline($0.deadline) } : [], into: &first)
      let taken = first.add(DeadlineTable.Take(deadlines: due))
      let results = try await transaction.execute(first)
      let keys = Set(try results.rows(taken))
      let ours = due.filter { keys.contains($0.deadline.key) }
      var decision = self.decision(on: try load(results))
      decision.decide(ours, condemnedFor: fault)
      try await self.commit(decision, transaction)
      return (decision, ours.count)
    }
    self.report(decision)
    return count
  }
}
