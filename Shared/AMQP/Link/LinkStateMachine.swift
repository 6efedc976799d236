/// The life of a link over many connections; a value, without I/O, clock or chance.
///
/// Events say which generation (connection) they are about; a late one about a link that was given up changes nothing.
struct LinkStateMachine: Sendable {
  enum State: Sendable {
    /// Left by `start`, `stop`.
    case disconnected
    /// Left by `opened`, `openFailed`, `stop`.
    case connecting(generation: UInt64, failures: Int)
    /// Left by `blocked`, `ended`, `lost`, `stop`.
    case ready(Link)
    /// The broker refuses to read (memory or disk alarm). Left by `unblocked`, `ended`, `lost`, `stop`. Publishing
    /// waits here; consuming goes on, because acknowledgements still pass.
    case blocked(Link)
    /// The connection is gone, and its user, in the middle of a batch perhaps, has not let go of it. Left by `lost`, `stop`.
    case letGo(Link)
    /// Left by `timerFired`, `stop`.
    case backingOff(generation: UInt64, failures: Int)
    /// The connection is being opened or closed and will not be used. Left by `opened`, `openFailed`, `lost`.
    case closing(generation: UInt64)
    /// Final.
    case closed
    /// Final.
    case failed(AMQPError)
  }

  struct Link: Sendable {
    var generation: UInt64
    var since: ContinuousClock.Instant
    /// Attempts that failed before this one; forgotten when the link has proved itself.
    var failures: Int
  }

  enum Action: Sendable, Equatable {
    case none
    case connect(generation: UInt64)
    /// The link is ready: use it until it ends.
    case serve(generation: UInt64)
    /// Wait, then report `timerFired`.
    case wait(Duration)
    /// Interrupt the opening, or begin the two phases of stopping.
    case close(generation: UInt64)
    case finish
  }

  private(set) var state = State.disconnected

  mutating func start() -> Action {
    switch self.state {
    case .disconnected: self.connect(generation: 1, failures: 0)
    case .closed, .failed: .finish
    case .connecting, .ready, .blocked, .letGo, .backingOff, .closing: .none
    }
  }

  mutating func opened(_ generation: UInt64, at now: ContinuousClock.Instant) -> Action {
    switch self.state {
    case .connecting(generation, let failures):
      self.state = .ready(Link(generation: generation, since: now, failures: failures))
      return .serve(generation: generation)
    // The connection came up after all: its user sees at once that it is to stop.
    case .closing(generation): return .serve(generation: generation)
    case .disconnected, .connecting, .ready, .blocked, .letGo, .backingOff, .closing, .closed, .failed: return .none
    }
  }

  mutating func openFailed(_ generation: UInt64, _ error: AMQPError, jitter: Double) -> Action {
    switch self.state {
    case .connecting(generation, let failures):
      if error.code == .preconditionFailed || error.code == .invalidConfiguration {
        // Another attempt would meet the same queue with other arguments, for ever and in silence.
        self.state = .failed(error)
        return .finish
      }
      return self.backOff(generation: generation, failures: failures + 1, jitter: jitter)
    case .closing(generation):
      self.state = .closed
      return .finish
    case .disconnected, .connecting, .ready, .blocked, .letGo, .backingOff, .closing, .closed, .failed: return .none
    }
  }

  mutating func blocked(_ generation: UInt64) {
    if case .ready(let link) = self.state, link.generation == generation { self.state = .blocked(link) }
  }

  mutating func unblocked(_ generation: UInt64) {
    if case .blocked(let link) = self.state, link.generation == generation { self.state = .ready(link) }
  }

  /// The connection has ended.
  mutating func ended(_ generation: UInt64) {
    switch self.state {
    case .ready(let link) where link.generation == generation,
      .blocked(let link) where link.generation == generation:
      self.state = .letGo(link)
    case .disconnected, .connecting, .ready, .blocked, .letGo, .backingOff, .closing, .closed, .failed: break
    }
  }

  /// The connection has ended, and nobody uses it any more.
  mutating func lost(_ generation: UInt64, at now: ContinuousClock.Instant, jitter: Double) -> Action {
    guard let link = self.link(generation) else { return self.closed(generation) }
    let failures = now - link.since >= Backoff.healthyAfter ? 0 : link.failures
    return self.backOff(generation: generation, failures: failures + 1, jitter: jitter)
  }

  /// The link was closed to let another consumer have the queue: nothing has failed, and the next one is opened at once.
  mutating func handedOver(_ generation: UInt64) -> Action {
    guard let link = self.link(generation) else { return self.closed(generation) }
    return self.connect(generation: generation + 1, failures: link.failures)
  }

  /// The link that came up with this connection and that nothing has followed yet.
  private func link(_ generation: UInt64) -> Link? {
    switch self.state {
    case .ready(let link), .blocked(let link), .letGo(let link): link.generation == generation ? link : nil
    case .disconnected, .connecting, .backingOff, .closing, .closed, .failed: nil
    }
  }

  /// The connection that was to be closed is gone; one that is not awaited changes nothing.
  private mutating func closed(_ generation: UInt64) -> Action {
    guard case .closing(generation) = self.state else { return .none }
    self.state = .closed
    return .finish
  }

  mutating func timerFired() -> Action {
    switch self.state {
    case .backingOff(let generation, let failures): self.connect(generation: generation + 1, failures: failures)
    case .closed, .failed: .finish
    case .disconnected, .connecting, .ready, .blocked, .letGo, .closing: .none
    }
  }

  mutating func stop() -> Action {
    switch self.state {
    case .disconnected, .backingOff:
      self.state = .closed
      return .finish
    case .connecting(let generation, _):
      self.state = .closing(generation: generation)
      return .close(generation: generation)
    case .ready(let link), .blocked(let link), .letGo(let link):
      self.state = .closing(generation: link.generation)
      return .close(generation: link.generation)
    case .closing, .closed, .failed: return .none
    }
  }

  private mutating func connect(generation: UInt64, failures: Int) -> Action {
    self.state = .connecting(generation: generation, failures: failures)
    return .connect(generation: generation)
  }

  private mutating func backOff(generation: UInt64, failures: Int, jitter: Double) -> Action {
    self.state = .backingOff(generation: generation, failures: failures)
    return .wait(Backoff.delay(failures: failures, jitter: jitter))
  }
}

extension LinkStateMachine {
  /// What the outside may know.
  var linkState: LinkState {
    switch self.state {
    case .disconnected: .disconnected
    case .connecting: .connecting
    case .ready: .ready
    case .blocked: .blocked
    case .letGo, .backingOff: .backingOff
    case .closing: .closing
    case .closed: .closed
    case .failed: .failed
    }
  }
}
