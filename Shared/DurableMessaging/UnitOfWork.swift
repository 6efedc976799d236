package import Logging
package import Messages
package import Messaging
package import Postgres

/// Runs a service's handler in transactions: state, events, deadlines and the notes about the inputs are committed
/// together, or not at all.
///
/// One transaction is two round trips: the first claims the inputs and loads what they are about, the second writes what
/// the handler has decided and commits.
package struct UnitOfWork<Handler: MessageHandler>: Sendable {
  package let handler: Handler
  package let clock: any ServiceClock
  let pool: PostgresPool
  let service: Service
  let commits: CommitSignals
  let retryPolicy: RetryPolicy
  let logger: Logger
  let line: ActionLine<AskedAction<Handler.Action>, Handler.Reply>

  /// - Parameter commits: told what has been committed; the same object that the relay and the scheduler wait on.
  package init(
    pool: PostgresPool, handler: Handler, clock: any ServiceClock, service: Service, commits: CommitSignals,
    retryPolicy: RetryPolicy = RetryPolicy(), logger: Logger
  ) {
    self.pool = pool
    self.handler = handler
    self.clock = clock
    self.service = service
    self.commits = commits
    self.retryPolicy = retryPolicy
    self.logger = logger
    self.line = ActionLine(mostTogether: Self.mostActionsTogether)
  }

  /// Runs all items in one transaction, and where the database refuses that, as `BatchIsolation` says.
  func isolating<Item: Sendable>(_ items: [Item], _ run: ([Item], Fault?) async throws -> Void) async throws {
    var isolation = BatchIsolation(items)
    while let next = isolation.next {
      do {
        try await run(next.items, next.fault)
        isolation.succeeded()
      } catch {
        guard let refusal = error as? PostgresError, isolation.refused(refusal) else { throw error }
        // Names the constraint; the values that the server tells are not for the log.
        self.logger.log(
          level: isolation.next?.fault == nil ? .info : .error, "The database refuses a batch, or an input.",
          metadata: ["reason": "\(refusal)", "count": "\(next.items.count)"])
      }
    }
  }

  func decision(on state: Handler.State) -> BatchDecision<Handler> {
    BatchDecision(
      handler: self.handler, service: self.service, retryPolicy: self.retryPolicy,
      now: self.clock.now.roundedToMilliseconds,
      state: state)
  }

  /// The second round trip.
  /// - Parameter answer: to be kept for the request `key`.
  func commit(
    _ decision: BatchDecision<Handler>, keeping answer: KeptAnswer? = nil, of key: RequestKey? = nil,
    _ transaction: Transaction
  ) async throws {
    var second = Pipeline()
    if let answer, let key { second.add(KeptAnswerTable.Insert(key: key, answer: answer)) }
    self.handler.store(decision.state, into: &second)
    if !decision.audit.isEmpty { second.add(AuditTable.Append(entries: decision.audit)) }
    if !decision.outbox.isEmpty { second.add(OutboxTable.Append(rows: decision.outbox)) }
    let cancelled = decision.deadlines.toCancel
    if !cancelled.isEmpty { second.add(DeadlineTable.Cancel(keys: cancelled)) }
    let set = decision.deadlines.toSet
    if !set.isEmpty { second.add(DeadlineTable.Set(settings: set)) }
    if !decision.postponed.isEmpty { second.add(DeadlineTable.Postpone(failures: decision.postponed)) }
    if !decision.settlements.isEmpty { second.add(InboxTable.Settle(settlements: decision.settlements)) }
    _ = try await transaction.execute(second, committing: true)
  }

  /// Tells everybody who waits for it what has been committed.
  func report(_ decision: BatchDecision<Handler>) {
    self.commits.published(in: decision.lanes)
    if !decision.deadlines.toSet.isEmpty { self.commits.deadlines.signal() }
    if !decision.settlements.isEmpty { self.commits.inboxChanged() }
    if !decision.audit.isEmpty { self.commits.auditGrew() }
    HandlingOutcome.report(decision.outcomes, now: self.clock.now, to: self.logger)
  }
}
