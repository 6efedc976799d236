import Logging
import NIOConcurrencyHelpers

/// Performs what `LinkStateMachine` decides: opens connection after connection until it is stopped, one at a time.
final class Link<Role: ChannelRole>: Sendable {
  typealias Session = AMQPSession<Role>

  private struct Shared {
    var machine = LinkStateMachine()
    var session: Session?
    /// Why the last attempt to open failed; nil once a link is up.
    var lastRefusal: AMQPError?
    /// The wait between two attempts; cancelled by `stop`.
    var pause: Task<Void, Never>?
    var readyWaiters: [Promise<Session>] = []
    var endWaiters: [CheckedContinuation<Void, Never>] = []
  }

  private let configuration: AMQPConfiguration
  private let topology: Topology
  private let logger: Logger
  private let metrics: LinkMetrics
  private let makeRole: @Sendable (_ generation: UInt64) -> Role
  private let shared = NIOLockedValueBox(Shared())

  init(
    _ configuration: AMQPConfiguration, topology: Topology, logger: Logger, metrics: LinkMetrics,
    makeRole: @escaping @Sendable (_ generation: UInt64) -> Role
  ) {
    var logger = logger
    logger[metadataKey: "link"] = "\(configuration.connectionName)"
    self.configuration = configuration
    self.topology = topology
    self.logger = logger
    self.metrics = metrics
    self.makeRole = makeRole
  }

  var state: LinkState { self.shared.withLockedValue { $0.machine.linkState } }

  var lastRefusal: AMQPError? { self.shared.withLockedValue { $0.lastRefusal } }

  /// Opens the link again and again and gives each to `serve`, which uses it until it ends or is to stop, and may say why it
  /// gave it up. Returns when the link was stopped, by `stop` or by cancellation, or cannot work; nothing of it is alive then.
  func run(_ serve: (Session) async -> AMQPError?) async {
    await withTaskCancellationHandler {
      var action = self.update { $0.start() }
      while true {
        switch action {
        case .connect(let generation): action = await self.connect(generation)
        case .serve(let generation): action = await self.use(generation, serve)
        case .wait(let delay): action = await self.wait(delay)
        case .none, .close, .finish: return
        }
      }
    } onCancel: {
      self.stop()
    }
  }

  /// Begins to stop. `run` returns when what is outstanding is finished, or its time is over.
  func stop() {
    let action = self.update { $0.stop() }
    let (session, pause) = self.shared.withLockedValue { ($0.session, $0.pause) }
    pause?.cancel()
    guard case .close = action, let session else { return }
    session.stop()
  }

  /// Shuts the socket down, whatever is under way.
  func cut() {
    self.shared.withLockedValue { $0.session }?.cut()
  }

  /// Returns when the link is closed for good or has failed.
  func untilEnd() async {
    await withCheckedContinuation { continuation in
      let hasEnded = self.shared.withLockedValue { shared in
        if shared.machine.hasEnded { return true }
        shared.endWaiters.append(continuation)
        return false
      }
      if hasEnded { continuation.resume() }
    }
  }

  /// The session of a link that is up, as soon as there is one.
  func session(within limit: Duration) async throws(AMQPError) -> Session {
    let promise = Promise<Session>()
    let ready: Session? = self.shared.withLockedValue { shared in
      switch shared.machine.state {
      case .ready, .blocked: return shared.session
      case .failed(let error): promise.answer(.failure(error))
      case .closing, .closed: promise.answer(.failure(AMQPError(.closed)))
      case .disconnected, .connecting, .letGo, .backingOff:
        shared.readyWaiters.removeAll { $0.isAnswered }
        shared.readyWaiters.append(promise)
      }
      return nil
    }
    if let ready { return ready }
    let timer = Task {
      try await Task.sleep(for: limit)
      promise.answer(.failure(AMQPError(.timeout, detail: "no link to the broker within \(limit)")))
    }
    defer { timer.cancel() }
    return try await promise.value()
  }

  private func connect(_ generation: UInt64) async -> LinkStateMachine.Action {
    if generation > 1 { self.metrics.reconnected() }
    let session: Session
    do throws(AMQPError) {
      session = try Session(self.configuration, attempt: generation, role: self.makeRole(generation)) {
        [weak self] event in
        self?.handle(event, of: generation)
      }
    } catch {
      return self.openFailed(generation, error)
    }
    // Stopping may have begun before there was a session to tell.
    let isStopping = self.shared.withLockedValue { shared in
      shared.session = session
      return shared.machine.linkState == .closing
    }
    if isStopping { session.stop() }
    do throws(AMQPError) {
      try await session.open(self.topology)
      self.logger.info("The broker link is up.", metadata: ["generation": "\(generation)"])
      self.shared.withLockedValue { $0.lastRefusal = nil }
      return self.update { $0.opened(generation, at: .now) }
    } catch {
      _ = await session.finish(within: .zero)
      self.shared.withLockedValue { $0.session = nil }
      return self.openFailed(generation, error)
    }
  }

  private func openFailed(_ generation: UInt64, _ error: AMQPError) -> LinkStateMachine.Action {
    self.shared.withLockedValue { $0.lastRefusal = error }
    let action = self.update { $0.openFailed(generation, error, jitter: .random(in: 0..<1)) }
    self.report(error, action)
    return action
  }

  private func use(
    _ generation: UInt64, _ serve: (Session) async -> AMQPError?
  ) async -> LinkStateMachine.Action {
    guard let session = self.shared.withLockedValue({ $0.session }) else { return .finish }
    let watch = Task { await session.watch() }
    let reason = await serve(session)
    let end = await session.finish(within: self.configuration.stopTimeout)
    watch.cancel()
    self.shared.withLockedValue { $0.session = nil }
    let action = self.update { machine in
      reason?.code == .handedOver
        ? machine.handedOver(generation) : machine.lost(generation, at: .now, jitter: .random(in: 0..<1))
    }
    self.report(reason ?? end, action)
    return action
  }

  private func wait(_ delay: Duration) async -> LinkStateMachine.Action {
    let pause = Task { _ = try? await Task.sleep(for: delay) }
    let hasEnded = self.shared.withLockedValue { shared in
      shared.pause = pause
      return shared.machine.hasEnded
    }
    if hasEnded { pause.cancel() }
    await pause.value
    return self.update { $0.timerFired() }
  }

  private func handle(_ event: SessionEvent, of generation: UInt64) {
    switch event {
    case .blocked: self.logger.warning("The broker has stopped reading: memory or disk alarm.")
    case .unblocked: self.logger.info("The broker reads again.")
    case .ended: break
    }
    self.update { machine in
      switch event {
      case .blocked: machine.blocked(generation)
      case .unblocked: machine.unblocked(generation)
      case .ended: machine.ended(generation)
      }
      return .none
    }
  }

  private func report(_ error: AMQPError, _ action: LinkStateMachine.Action) {
    let metadata: Logger.Metadata = ["error": "\(error.debugDescription)"]
    switch action {
    case .wait(let delay) where error.code == .refused:
      self.logger.error("The broker refuses this link; trying again in \(delay).", metadata: metadata)
    case .connect:
      self.logger.info("The broker link steps back for another instance.", metadata: metadata)
    case .wait(let delay):
      self.logger.warning("The broker link is down; trying again in \(delay).", metadata: metadata)
    case .none, .serve, .close, .finish:
      if self.state == .failed {
        self.logger.error("The broker link cannot work and is given up.", metadata: metadata)
      } else {
        self.logger.info("The broker link is closed.")
      }
    }
  }

  @discardableResult
  private func update(
    _ change: (inout LinkStateMachine) -> LinkStateMachine.Action
  ) -> LinkStateMachine.Action {
    let (action, wakeUps) = self.shared.withLockedValue { shared in
      let action = change(&shared.machine)
      self.metrics.changed(to: shared.machine.linkState)
      return (action, self.takeWaiters(&shared))
    }
    for wakeUp in wakeUps { wakeUp() }
    return action
  }

  /// Who waits for the state that has been reached; to be woken outside the lock.
  private func takeWaiters(_ shared: inout Shared) -> [() -> Void] {
    let answer: Promise<Session>.Answer
    switch shared.machine.state {
    case .ready, .blocked:
      guard let session = shared.session else { return [] }
      answer = .success(session)
    case .failed(let error): answer = .failure(error)
    case .closing, .closed: answer = .failure(AMQPError(.closed))
    case .disconnected, .connecting, .letGo, .backingOff: return []
    }
    var wakeUps = shared.readyWaiters.map { promise in { promise.answer(answer) } }
    shared.readyWaiters = []
    if shared.machine.hasEnded {
      wakeUps += shared.endWaiters.map { waiter in { waiter.resume() } }
      shared.endWaiters = []
    }
    return wakeUps
  }
}

extension LinkStateMachine {
  fileprivate var hasEnded: Bool { self.linkState == .closed || self.linkState == .failed }
}
