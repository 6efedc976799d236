import CoreMetrics
import Dispatch
package import Logging
import NIOConcurrencyHelpers

/// A fixed number of sessions, opened by `run()`, lent by closure and never handed out.
///
/// Calls made before `run()` has opened a session wait for it. After several refusals in a row, with no session open,
/// callers get the server's refusal at once instead of waiting.
package final class PostgresPool: Sendable {
  private struct State {
    var machine: PoolStateMachine
    var sessions: [PoolStateMachine.Slot: PostgresSession] = [:]
    var keepers: [PoolStateMachine.Slot: CheckedContinuation<Void, Never>] = [:]
    var waiting: [PoolStateMachine.Request: CheckedContinuation<Result<Lease, PostgresError>, Never>] = [:]
    var lastRequest = 0
    var lastRefusal: PostgresError?

    var refusal: PostgresError { self.lastRefusal ?? PostgresError(.connectionRefused, stage: .connect) }

    func lease(_ slot: PoolStateMachine.Slot) -> Lease? {
      self.sessions[slot].map { Lease(slot: slot, session: $0) }
    }

    mutating func effects(of action: PoolStateMachine.Action) -> [Effect] {
      switch action {
      case .none: []
      case .lend(let slot, let request): self.answer([request]) { $0.lease(slot).map { .success($0) } }
      case .refuse(let requests): self.answer(requests) { .failure($0.refusal) }
      case .retire(let slots, let requests):
        slots.compactMap { self.keepers.removeValue(forKey: $0) }.map { .retire($0) }
          + self.answer(requests) { _ in .failure(PostgresError(.poolClosed)) }
      }
    }

    private mutating func answer(
      _ requests: [PoolStateMachine.Request], with result: (State) -> Result<Lease, PostgresError>?
    ) -> [Effect] {
      requests.compactMap { request in
        guard let result = result(self), let continuation = self.waiting.removeValue(forKey: request) else {
          return nil
        }
        return .answer(continuation, result)
      }
    }
  }

  private enum Effect {
    case answer(CheckedContinuation<Result<Lease, PostgresError>, Never>, Result<Lease, PostgresError>)
    case retire(CheckedContinuation<Void, Never>)
  }

  /// A session that is the caller's until he releases it.
  struct Lease {
    let slot: PoolStateMachine.Slot
    let session: PostgresSession
  }

  let logger: Logger
  private let configuration: PostgresConfiguration
  private let size: Int
  private let state: NIOLockedValueBox<State>
  private let acquireTimer = Timer(label: "postgres_acquire_seconds")
  let transactionRetries = Counter(label: "postgres_transaction_retries_total")

  package init(configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    self.size = max(1, configuration.poolSize)
    self.state = NIOLockedValueBox(State(machine: PoolStateMachine(size: self.size)))
  }

  /// True while at least one session is open.
  package var isHealthy: Bool { self.state.withLockedValue { $0.machine.isHealthy } }

  /// Opens the sessions and keeps them open. After cancellation no session is lent any more; it returns when those that
  /// are lent have come back and the last one is closed. To be called once.
  package func run() async {
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        for slot in 0..<self.size {
          group.addTask { await self.keep(slot) }
        }
      }
    } onCancel: {
      self.perform { $0.machine.stop() }
    }
  }

  /// Lends a session for the length of `body`. What `body` leaves open (a transaction) costs the session its life.
  package func withSession<R>(_ body: (PostgresSession) async throws -> R) async throws -> R {
    let lease = try await self.acquire()
    do {
      let result = try await body(lease.session)
      self.release(lease, isReusable: await lease.session.isReusable)
      return result
    } catch {
      self.release(lease, isReusable: await lease.session.isReusable)
      throw error
    }
  }

  /// Runs one statement in a transaction of its own.
  package func execute<S: PreparedStatement>(_ statement: S) async throws(PostgresError) -> [S.Output] {
    var pipeline = Pipeline()
    let ticket = pipeline.add(statement)
    return try await self.execute(pipeline).rows(ticket)
  }

  /// Runs the statements in one round trip and one implicit transaction: all of them, or none.
  package func execute(_ pipeline: Pipeline) async throws(PostgresError) -> PipelineResults {
    let lease = try await self.acquire()
    do throws(PostgresError) {
      let results = try await lease.session.execute(pipeline)
      self.release(lease, isReusable: true)
      return results
    } catch {
      // Outside a transaction nothing stays open after an error; a session that was lost has reported itself.
      self.release(lease, isReusable: true)
      throw error
    }
  }

  func acquire() async throws(PostgresError) -> Lease {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { self.acquireTimer.recordNanoseconds(DispatchTime.now().uptimeNanoseconds - start) }
    let idle = self.state.withLockedValue { state in
      state.machine.requestIdle().flatMap { state.lease($0) }
    }
    if let idle { return idle }
    return try await self.wait().get()
  }

  func release(_ lease: Lease, isReusable: Bool) {
    self.perform { $0.machine.release(lease.slot, isReusable: isReusable) }
  }
}

// MARK: - Waiting for a session

extension PostgresPool {
  private func wait() async -> Result<Lease, PostgresError> {
    let request = self.state.withLockedValue { state in
      state.lastRequest += 1
      return state.lastRequest
    }
    async let _: Void = self.limit(request)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { self.enqueue(request, $0) }
    } onCancel: {
      self.withdraw(request, PostgresError(.cancelled))
    }
  }

  private func enqueue(
    _ request: PoolStateMachine.Request, _ continuation: CheckedContinuation<Result<Lease, PostgresError>, Never>
  ) {
    let result: Result<Lease, PostgresError>? = self.state.withLockedValue { state in
      // Under the lock: a task that is cancelled later than this withdraws a request that is there to be found.
      if Task.isCancelled { return .failure(PostgresError(.cancelled)) }
      switch state.machine.request(request) {
      case .lend(let slot): return state.lease(slot).map { .success($0) }
      case .refuseClosed: return .failure(PostgresError(.poolClosed))
      case .refuseBroken: return .failure(state.refusal)
      case .wait:
        state.waiting[request] = continuation
        return nil
      }
    }
    if let result { continuation.resume(returning: result) }
  }

  private func limit(_ request: PoolStateMachine.Request) async {
    do {
      try await Task.sleep(for: self.configuration.acquireTimeout)
    } catch {
      return
    }
    self.withdraw(request, PostgresError(.acquireTimeout))
  }

  private func withdraw(_ request: PoolStateMachine.Request, _ error: PostgresError) {
    let continuation = self.state.withLockedValue { state in
      state.machine.withdraw(request) ? state.waiting.removeValue(forKey: request) : nil
    }
    continuation?.resume(returning: .failure(error))
  }
}

// MARK: - Keeping a slot

extension PostgresPool {
  private func keep(_ slot: PoolStateMachine.Slot) async {
    var refusals = 0
    repeat {
      do throws(PostgresError) {
        let session = try await PostgresSession.connect(configuration: self.configuration, logger: self.logger) {
          self.perform { $0.machine.lost(slot) }
        }
        refusals = 0
        await self.offer(session, slot)
        await session.close()
      } catch  where error.code != .cancelled {
        refusals += 1
        self.report(error, slot)
      } catch {
        self.perform { $0.machine.stop() }
      }
      await self.pause(afterRefusals: refusals)
    } while self.state.withLockedValue { $0.machine.closed(slot) }
  }

  /// Gives the session to those who wait; returns when it is to be closed.
  private func offer(_ session: PostgresSession, _ slot: PoolStateMachine.Slot) async {
    await withCheckedContinuation { continuation in
      self.perform { state in
        state.keepers[slot] = continuation
        state.sessions[slot] = session
        return state.machine.connected(slot)
      }
    }
    self.state.withLockedValue { $0.sessions[slot] = nil }
  }

  private func report(_ error: PostgresError, _ slot: PoolStateMachine.Slot) {
    // The text of a refused connection names host, role and database, never a row.
    self.logger.warning(
      "The database refused a session.", metadata: ["reason": "\(error)", "detail": "\(error.detail ?? "")"])
    self.perform { state in
      state.lastRefusal = error
      return state.machine.connectionRefused(slot)
    }
  }

  /// 0.1 s doubled with each refusal up to 3.2 s, give or take a fifth so that slots and services do not knock in step.
  private func pause(afterRefusals refusals: Int) async {
    let seconds = 0.1 * Double(1 << min(refusals, 5)) * Double.random(in: 0.8...1.2)
    // Cancellation ends the pause, and then the slot.
    try? await Task.sleep(for: .seconds(seconds))
  }
}

// MARK: - What the machine asks for

extension PostgresPool {
  private func perform(_ transition: (inout State) -> PoolStateMachine.Action) {
    let effects = self.state.withLockedValue { state in
      let action = transition(&state)
      return state.effects(of: action)
    }
    // Outside the lock: resuming may run the waiting code at once.
    for effect in effects {
      switch effect {
      case .answer(let continuation, let result): continuation.resume(returning: result)
      case .retire(let keeper): keeper.resume()
      }
    }
  }
}
