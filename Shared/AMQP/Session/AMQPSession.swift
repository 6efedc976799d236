import IOThread
import NIOConcurrencyHelpers

/// What a session tells its link while it is in use.
enum SessionEvent: Sendable {
  /// The broker has stopped reading (memory or disk alarm), or reads again.
  case blocked, unblocked
  case ended
}

/// One connection to the broker, from its opening to its end; never reopened.
///
/// The actor runs on the thread that owns the connection. Each turn reads everything first, then writes: librabbitmq before
/// 0.14 waits for ever inside publish once the broker's heartbeat is overdue (rabbitmq-c #780), and reading first turns that
/// into an error. Covered by `stoppedBrokerIsNoticedByPublisher`.
actor AMQPSession<Role: ChannelRole> {
  /// `unopened` and `open` are left by `end`, which is final.
  private enum Phase {
    case unopened
    case open(BrokerConnection)
    case ended(AMQPError)
  }

  private enum Farewell { case none, close, accept }

  private let thread: IOThread
  private let configuration: AMQPConfiguration
  private let attempt: UInt64
  private let socket = SocketSwitch()
  private let wishes = NIOLockedValueBox(Wishes())
  /// When the turn that is running began. Not the actor's: its thread may be stuck.
  private let turnBeganAt = NIOLockedValueBox<ContinuousClock.Instant?>(nil)
  private let onEvent: @Sendable (SessionEvent) -> Void
  /// Answered when the session is to stop or has ended. Not the actor's: its thread may be stuck.
  private let stopOrEnd = Promise<Void>()
  private var phase = Phase.unopened
  private var assembler: FrameAssembler
  private var isBlocked = false
  private var isStopping = false
  private var closeBy: ContinuousClock.Instant?
  private var endWaiters: [CheckedContinuation<Void, Never>] = []
  var role: Role

  /// What other threads want of the session. It is asked for without waiting, because the thread may be stuck.
  private struct Wishes {
    /// The thread is in `open`, where it looks at no wish.
    var isOpening = true
    var mustStop = false
    var closeWithin: Duration?
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

  /// Starts the session's thread; `finish` ends it. `onEvent` is called on that thread.
  ///
  /// - Parameter attempt: counts the connections of a link, from 1; says which node of the broker this one is for.
  /// - Throws: `linkLost` when the process has no descriptor or thread left for it.
  init(
    _ configuration: AMQPConfiguration, attempt: UInt64 = 1, role: Role,
    onEvent: @escaping @Sendable (SessionEvent) -> Void
  ) throws(AMQPError) {
    do throws(IOThreadError) {
      self.thread = try IOThread(name: configuration.connectionName)
    } catch {
      throw AMQPError(.linkLost, detail: "\(error)", underlying: error)
    }
    self.configuration = configuration
    self.attempt = attempt
    self.assembler = FrameAssembler(maximumBodyBytes: configuration.maximumBodyBytes)
    self.onEvent = onEvent
    self.role = role
  }

  /// Connects, logs in, applies the topology and opens the role. Blocks the session's thread, name look-up included.
  func open(_ topology: Topology) throws(AMQPError) {
    do throws(AMQPError) {
      try self.configuration.check()
      guard let address = self.configuration.address(ofAttempt: self.attempt) else {
        throw AMQPError(.invalidConfiguration, detail: "amqp.url names no host")
      }
      let connection = try BrokerConnection(self.configuration, address) { self.socket.connect($0) }
      self.phase = .open(connection)
      try TopologyApplier.apply(topology, on: connection)
      try self.role.open(connection)
      connection.releaseBuffers()
    } catch {
      self.end(error, error.replyCode == nil ? .none : .close)
      throw error
    }
    self.wishes.withLockedValue { $0.isOpening = false }
    self.thread.onTurn {
      self.turnBeganAt.withLockedValue { $0 = .now }
      defer { self.turnBeganAt.withLockedValue { $0 = nil } }
      return self.assumeIsolated { $0.turn() }
    }
  }

  /// Shuts the socket down when a turn takes longer than two heartbeats. The broker takes nothing then, and librabbitmq's
  /// `send` waits for it without a limit and without reading, so that it never finds the heartbeats missing. Returns when
  /// it has done so, or is cancelled.
  nonisolated func watch() async {
    let limit = Duration.seconds(2 * self.configuration.heartbeat)
    while (try? await Task.sleep(for: limit / 4)) != nil {
      guard let beganAt = self.turnBeganAt.withLockedValue({ $0 }), beganAt + limit < .now else { continue }
      return self.cut()
    }
  }

  /// Phase one of stopping: take nothing new. Interrupts an opening that is under way.
  nonisolated func stop() {
    let isOpening = self.wishes.withLockedValue { wishes in
      wishes.mustStop = true
      return wishes.isOpening
    }
    self.stopOrEnd.answer(.success(()))
    if isOpening { self.cut() } else { self.thread.wake() }
  }

  /// Shuts the socket down, whatever the thread is doing.
  nonisolated func cut() {
    self.socket.cut()
  }

  /// Returns when the session is to stop, or has ended. For one caller.
  nonisolated func untilStopOrEnd() async {
    _ = try? await self.stopOrEnd.value()
  }

  /// Phase two: waits for what is outstanding, closes the connection and ends the thread. After `limit`, and a grace for the
  /// thread to notice, the socket is shut down: a thread that is stuck in `send` cannot run the job that would stop it.
  nonisolated func finish(within limit: Duration) async -> AMQPError {
    self.wishes.withLockedValue { wishes in
      wishes.mustStop = true
      wishes.closeWithin = limit
    }
    self.thread.wake()
    let watchdog = Task {
      try await Task.sleep(for: limit + .milliseconds(250))
      self.cut()
    }
    let error = await self.untilEnd()
    watchdog.cancel()
    _ = await watchdog.result
    self.thread.stop()
    return error
  }

  private func untilEnd() async -> AMQPError {
    while true {
      if case .ended(let error) = self.phase { return error }
      if case .unopened = self.phase { return AMQPError(.closed) }
      await withCheckedContinuation { self.endWaiters.append($0) }
    }
  }

  private func turn() -> IOInterest {
    guard case .open(let connection) = self.phase else { return .idle }
    do throws(AMQPError) {
      try self.drain(connection)
      let now = ContinuousClock.now
      self.obeyWishes(at: now)
      try self.role.send(on: connection, at: now)
      if let closeBy, self.role.isQuiet || closeBy <= now {
        self.end(AMQPError(.closed), .close)
        return .idle
      }
      return self.interest(connection, at: now)
    } catch {
      self.end(error, error.replyCode != nil || error.code == .consumerCancelled ? .close : .none)
      return .idle
    }
  }

  /// Reads until nothing is left: one frame a wake-up would leave the rest where `poll` does not see it.
  private func drain(_ connection: BrokerConnection) throws(AMQPError) {
    var framesSinceRelease = 0
    while let frame = try connection.receive() {
      if let event = try self.assembler.take(frame) { try self.handle(event) }
      framesSinceRelease += 1
      // What a frame held has been copied; many large bodies in one round are not to be held twice.
      if framesSinceRelease == 64 {
        connection.releaseBuffers()
        framesSinceRelease = 0
      }
    }
    connection.releaseBuffers()
  }

  private func handle(_ event: FrameAssembler.Event) throws(AMQPError) {
    switch event {
    case .channelClosed(let reply):
      throw AMQPError(replyCode: reply.code, replyText: reply.text, detail: "the broker closed the channel")
    case .connectionClosed(let reply):
      let error = AMQPError(replyCode: reply.code, replyText: reply.text, detail: "the broker closed the connection")
      self.end(error, .accept)
      throw error
    case .blocked, .unblocked:
      if case .blocked = event { self.isBlocked = true } else { self.isBlocked = false }
      self.onEvent(self.isBlocked ? .blocked : .unblocked)
    default: break
    }
    try self.role.handle(event, at: .now)
  }

  private func obeyWishes(at now: ContinuousClock.Instant) {
    let wishes = self.wishes.withLockedValue { $0 }
    if wishes.mustStop && !self.isStopping {
      self.isStopping = true
      self.role.stop()
    }
    if let limit = wishes.closeWithin, self.closeBy == nil { self.closeBy = now + limit }
  }

  private func interest(_ connection: BrokerConnection, at now: ContinuousClock.Instant) -> IOInterest {
    guard !connection.hasBufferedInput else {
      return IOInterest(descriptor: connection.descriptor, timeoutMilliseconds: 0)
    }
    // Heartbeats are sent and checked by `receive` alone, so the thread must wake for them.
    let heartbeat = now + .milliseconds(self.configuration.heartbeat * 500)
    let deadlines = [heartbeat, self.closeBy, self.role.nextDeadline(after: now)].compactMap { $0 }
    let sleep = (deadlines.min() ?? heartbeat) - now
    return IOInterest(descriptor: connection.descriptor, timeoutMilliseconds: sleep.pollMilliseconds)
  }

  private func end(_ error: AMQPError, _ farewell: Farewell) {
    if case .ended = self.phase { return }
    if case .open(let connection) = self.phase {
      switch farewell {
      case .close where self.isBlocked, .none: break
      case .accept: connection.acceptClose()
      case .close: connection.close(within: min(self.configuration.stopTimeout, self.configuration.rpcTimeout))
      }
    }
    self.phase = .ended(error)
    self.socket.close()
    // Before anybody hears of it: who is told that a message is lost must not be given this session again.
    self.onEvent(.ended)
    self.role.end(error)
    self.stopOrEnd.answer(.success(()))
    for waiter in self.endWaiters { waiter.resume() }
    self.endWaiters = []
  }
}

extension Duration {
  /// For `poll`: never negative, and rounded up, so that what is waited for is due when it returns.
  fileprivate var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = self.components
    guard seconds < 3600 else { return 3_600_000 }
    let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, milliseconds))
  }
}
