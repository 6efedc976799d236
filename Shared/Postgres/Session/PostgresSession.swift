import IOThread
package import Logging

/// One connection to the server. The actor runs on the connection's own thread, so that nothing here needs a lock and a
/// look-up of a host's name blocks nobody else.
///
/// Round trips are sent one after the other in the order of the calls. Who needs settings or locks that outlive a
/// transaction (a session's advisory lock) opens a session of his own with `connect` and must `close` it; all else goes
/// through `PostgresPool`.
package actor PostgresSession {
  private enum State {
    /// Left by the server's welcome, its refusal, the time limit, a cancelled caller or `close`.
    case connecting(LibPQConnection, until: ContinuousClock.Instant, CheckedContinuation<PostgresError?, Never>)
    /// Left by the loss of the connection, an answer out of order, a cancelled round trip or `close`.
    case open(LibPQConnection)
    /// Never left. Every call gets this error.
    case closed(PostgresError)
  }

  private let thread: IOThread
  private let logger: Logger
  /// Told once, on the session's thread, when an open session ends without `close`.
  private let onLoss: @Sendable () -> Void
  private var state: State
  private var machine = PipelineStateMachine()
  private var statements = StatementCache()
  /// The first is under way, the others wait.
  private var roundTrips: [RoundTrip] = []
  /// How many round trips were begun; its value is also the identifier of the last.
  private(set) var roundTripCount = 0

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    self.thread.asUnownedSerialExecutor()
  }

  private init(thread: IOThread, logger: Logger, onLoss: @escaping @Sendable () -> Void) {
    self.thread = thread
    self.logger = logger
    self.onLoss = onLoss
    self.state = .closed(PostgresError(.connectionLost, stage: .connect, detail: "The session was never opened."))
  }

  /// Opens a session. The caller must `close` it, even after it was lost: it owns a thread.
  package static func connect(
    configuration: PostgresConfiguration, logger: Logger
  ) async throws(PostgresError) -> PostgresSession {
    try await self.connect(configuration: configuration, logger: logger, onLoss: {})
  }

  static func connect(
    configuration: PostgresConfiguration, logger: Logger, onLoss: @escaping @Sendable () -> Void
  ) async throws(PostgresError) -> PostgresSession {
    let thread: IOThread
    do throws(IOThreadError) {
      thread = try IOThread(name: "postgres")
    } catch {
      throw PostgresError(.insufficientResources, stage: .connect, detail: "\(error)")
    }
    let session = PostgresSession(thread: thread, logger: logger, onLoss: onLoss)
    thread.onTurn { [weak session] in session?.assumeIsolated { $0.turn() } ?? .idle }
    if let error = await session.open(configuration) {
      await session.close()
      throw error
    }
    return session
  }

  /// Ends the session and its thread. What is still under way fails with `connectionLost`. May be called twice.
  package nonisolated func close() async {
    await self.end(PostgresError(.connectionLost, detail: "The session was closed."), isLoss: false)
    self.thread.stop()
  }

  /// Runs one statement, outside a transaction in one of its own.
  package nonisolated func execute<S: PreparedStatement>(_ statement: S) async throws(PostgresError) -> [S.Output] {
    var pipeline = Pipeline()
    let ticket = pipeline.add(statement)
    return try await self.execute(pipeline).rows(ticket)
  }

  /// Runs the statements in one round trip and one implicit transaction: all of them, or none. Not repeated on errors of
  /// any kind but a stale plan, of which the server has done nothing.
  package nonisolated func execute(_ pipeline: Pipeline) async throws(PostgresError) -> PipelineResults {
    if pipeline.isEmpty { return PipelineResults(steps: [], tables: []) }
    let tables: [ResultTable]
    do {
      tables = try await self.run(pipeline.steps)
    } catch  where error.code == .stalePlan {
      tables = try await self.run(pipeline.steps)
    }
    return PipelineResults(steps: pipeline.steps, tables: tables)
  }

  /// False once the connection is lost or closed.
  package var isOpen: Bool {
    if case .open = self.state { true } else { false }
  }

  /// The session can be lent to somebody else: it is open and no transaction is.
  var isReusable: Bool {
    guard case .open(let connection) = self.state else { return false }
    return self.roundTrips.isEmpty && connection.isInNoTransaction
  }

  /// Sends the steps with one sync. When the calling task is cancelled meanwhile, the session is closed: libpq 15 can only
  /// cancel by blocking, and the server stops by itself when it finds the client gone.
  func run(_ steps: [PipelineStep], isCancellable: Bool = true) async throws(PostgresError) -> [ResultTable] {
    try await self.perform(.steps(steps), isCancellable: isCancellable)
  }

  /// Runs a text of many statements by the simple protocol, all in one transaction unless the text says otherwise.
  func run(script: String) async throws(PostgresError) {
    _ = try await self.perform(.script(script), isCancellable: true)
  }

  private func perform(_ work: RoundTrip.Work, isCancellable: Bool) async throws(PostgresError) -> [ResultTable] {
    if case .closed(let error) = self.state { throw error }
    if work.isTooLarge { throw PostgresError(.tooLarge) }
    if isCancellable && Task.isCancelled { throw PostgresError(.cancelled) }
    self.roundTripCount += 1
    let identifier = self.roundTripCount
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        self.roundTrips.append(RoundTrip(identifier: identifier, work: work, continuation: continuation))
        if self.roundTrips.count == 1 { self.sendFirst() }
      }
    } onCancel: {
      // A hop to the actor, which is ours until the continuation is stored: it cannot come too early, and a round trip
      // that is over by then is not found.
      if isCancellable { Task { await self.abandon(identifier) } }
    }
    return try outcome.get()
  }

  private func abandon(_ identifier: Int) {
    guard let index = self.roundTrips.firstIndex(where: { $0.identifier == identifier }) else { return }
    let roundTrip = self.roundTrips.remove(at: index)
    if index == 0 {
      self.end(PostgresError(.connectionLost, detail: "The task of a round trip under way was cancelled."))
    }
    roundTrip.continuation.resume(returning: .failure(PostgresError(.cancelled)))
  }
}

// MARK: - On the session's thread

extension PostgresSession {
  private func open(_ configuration: PostgresConfiguration) async -> PostgresError? {
    guard let connection = LibPQConnection(configuration.connectionParameters) else {
      return PostgresError(.insufficientResources, stage: .connect, detail: "There is no memory for a connection.")
    }
    let limit = ContinuousClock.now + configuration.connectTimeout
    return await withTaskCancellationHandler {
      await withCheckedContinuation { self.state = .connecting(connection, until: limit, $0) }
    } onCancel: {
      Task { await self.refuse(PostgresError(.cancelled, stage: .connect)) }
    }
  }

  /// Gives up connecting.
  private func refuse(_ error: PostgresError) {
    guard case .connecting(_, _, let continuation) = self.state else { return }
    self.state = .closed(error)
    continuation.resume(returning: error)
  }

  private func turn() -> IOInterest {
    switch self.state {
    case .connecting(let connection, let limit, let continuation):
      self.continueConnecting(connection, until: limit, continuation)
    case .open(let connection):
      self.readAndWrite(connection)
    case .closed:
      .idle
    }
  }

  private func continueConnecting(
    _ connection: LibPQConnection, until limit: ContinuousClock.Instant,
    _ continuation: CheckedContinuation<PostgresError?, Never>
  ) -> IOInterest {
    let progress = connection.continueConnecting()
    let rest = limit - ContinuousClock.now
    switch progress {
    case .connected:
      self.state = .open(connection)
      continuation.resume(returning: nil)
      return self.readAndWrite(connection)
    case .failed:
      self.refuse(
        PostgresError(
          .connectionRefused, sqlState: connection.refusalState, stage: .connect, detail: connection.message))
    case .waitsToRead, .waitsToWrite:
      guard rest <= .zero else {
        return IOInterest(
          descriptor: connection.descriptor, waitsToWrite: progress == .waitsToWrite,
          timeoutMilliseconds: rest.wholeMilliseconds)
      }
      self.refuse(
        PostgresError(.connectionRefused, stage: .connect, detail: "The server did not answer within the time limit."))
    }
    return .idle
  }

  private func readAndWrite(_ connection: LibPQConnection) -> IOInterest {
    // Read before anything else, and take what is there even if the connection is gone: the server's reason may be in it.
    let isThere = connection.receive()
    while !self.machine.isIdle, let answer = connection.nextAnswer() {
      self.take(answer, from: connection)
      if case .closed = self.state { return .idle }
    }
    guard isThere, !connection.isLost else {
      let reason = self.roundTrips.first?.error
      self.end(PostgresError(.connectionLost, sqlState: reason?.sqlState, detail: reason?.detail ?? connection.message))
      return .idle
    }
    // While the server does not take our bytes, we go on reading: it may be unable to read before we do.
    return IOInterest(descriptor: connection.descriptor, waitsToWrite: connection.flush())
  }

  private func take(_ answer: ServerAnswer, from connection: LibPQConnection) {
    let action = self.machine.receive(answer.event)
    switch (action, answer) {
    case (.none, _):
      break
    case (.keep(let step), .result(let table)):
      if let (key, name) = self.roundTrips[0].keep(table, of: step) { self.statements.confirm(key, name: name) }
    case (.fail(let step), .failure(let failure)):
      self.roundTrips[0].fail(failure, at: step)
      guard let error = self.roundTrips[0].error else { break }
      if error.code == .stalePlan { self.statements.forget() }
      // The last words of the server. What libpq would hand out after them is of its own making and in no order.
      if error.code == .connectionLost { self.end(error) }
    case (.finish, _):
      let roundTrip = self.roundTrips.removeFirst()
      if case .script = roundTrip.work, !connection.enterPipelineMode() {
        self.end(PostgresError(.protocolViolation, detail: "libpq did not return to pipeline mode."))
      }
      roundTrip.continuation.resume(returning: roundTrip.outcome)
      self.sendFirst()
    case (.close, _), (.keep, _), (.fail, _):
      let code: PostgresError.Code = connection.isLost ? .connectionLost : .protocolViolation
      self.end(PostgresError(code, detail: "An answer of kind \(answer.event) came out of order."))
    }
  }

  private func sendFirst() {
    guard case .open(let connection) = self.state, !self.roundTrips.isEmpty else { return }
    let isSent =
      switch self.roundTrips[0].work {
      case .script(let sql):
        connection.leavePipelineMode() && connection.script(sql) && self.machine.startScript()
      case .steps(let steps):
        self.send(steps, to: connection) && connection.sync()
          && self.machine.start(steps: self.roundTrips[0].expectations.count)
      }
    if !isSent { self.end(PostgresError(.connectionLost, detail: connection.message)) }
  }

  private func send(_ steps: [PipelineStep], to connection: LibPQConnection) -> Bool {
    var expectations: [RoundTrip.Expectation] = []
    var isSent = true
    var names: [StatementCache.Key: String] = [:]
    for (index, step) in steps.enumerated() where isSent {
      guard case .prepared(let statement, let bindings) = step else {
        isSent = connection.control(step.sql)
        expectations.append(.execution(step: index))
        continue
      }
      let key = StatementCache.Key(statement: ObjectIdentifier(statement), parameterTypes: bindings.types)
      let known = self.statements.name(of: key) ?? names[key]
      let name = known ?? self.statements.newName(for: statement)
      if known == nil {
        names[key] = name
        isSent = connection.prepare(name, statement.sql, bindings.types)
        expectations.append(.preparation(key, name: name, step: index))
      }
      isSent = isSent && connection.execute(name, bindings)
      expectations.append(.execution(step: index))
    }
    self.roundTrips[0].expectations = expectations
    return isSent
  }

  /// Closes the connection and tells everybody who waits for it.
  private func end(_ error: PostgresError, isLoss: Bool = true) {
    self.refuse(error)
    guard case .open = self.state else { return }
    self.state = .closed(error)
    let waiting = self.roundTrips
    self.roundTrips.removeAll()
    if isLoss {
      self.logger.info("A database session ended.", metadata: ["reason": "\(error)"])
      // Before its borrower hears of it and gives it back, so that the pool does not lend it once more.
      self.onLoss()
    }
    for roundTrip in waiting { roundTrip.continuation.resume(returning: .failure(error)) }
  }
}
