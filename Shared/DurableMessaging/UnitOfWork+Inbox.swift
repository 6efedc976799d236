import Messages
import Messaging
import Postgres

extension UnitOfWork {
  /// Handles a batch of messages, each exactly once whatever is delivered how often.
  ///
  /// When it returns, every message is safely dealt with: handled, seen before, kept for later, or in quarantine. Which of
  /// them the database refuses costs the others nothing.
  /// - Throws: when the database is not there or the deployment is wrong. Nobody's message is to blame, none has used up
  ///   an attempt; the same call may be made again.
  package func handle(_ arrivals: [Arrival]) async throws {
    try await self.isolating(InboxCandidate.distinct(arrivals)) { candidates, fault in
      let claimed = try await self.settle(candidates, from: .broker, condemnedFor: fault)
      HandlingOutcome.reportRepeats(
        candidates.reduce(0) { $0 + (claimed.contains($1.id) ? $1.repeats : $1.sendings) })
    }
  }

  /// Tries the messages whose time has come.
  /// - Returns: how many were tried; of each subject that only waits in line, one at a time.
  package func retryDue(limit: Int = 50) async throws -> Int {
    let stored = try await self.pool.execute(InboxTable.Due(limit: limit))
    let candidates = stored.map {
      InboxCandidate(Arrival($0.id, kept: $0.envelope), subject: $0.subject, attempts: $0.attempts)
    }
    guard !candidates.isEmpty else { return 0 }
    var count = 0
    try await self.isolating(candidates) { candidates, fault in
      count += try await self.settle(candidates, from: .inbox, condemnedFor: fault).count
    }
    return count
  }

  /// One transaction. Returns which of the messages were ours to settle.
  private func settle(
    _ candidates: [InboxCandidate], from source: InboxSource, condemnedFor fault: Fault?
  ) async throws -> Set<InboxID> {
    let start = ContinuousClock.now
    let (decision, claimed) = try await self.pool.transaction { transaction in
      var first = Pipeline()
      // The claim before the load: a repeat of what another process is handling waits here, and then sees its effect.
      let claim = source.claim(candidates, into: &first)
      let load = self.handler.load(fault == nil ? candidates.compactMap { $0.input() } : [], into: &first)
      let results = try await transaction.execute(first)
      let (claimed, blocked) = try claim(results)
      var decision = self.decision(on: try load(results))
      let fresh = candidates.filter { claimed.contains($0.id) }
      try decision.decide(fresh, blocked: blocked, condemnedFor: fault, isStored: source == .inbox)
      try await self.commit(decision, transaction)
      return (decision, claimed)
    }
    HandlingOutcome.reportHandling(ContinuousClock.now - start)
    self.report(decision)
    return claimed
  }
}
