import Logging

/// Starts the parts of a service one after another, and stops them in two phases.
///
/// First what takes work: all of it at once, each with its own limit, so that nothing new comes in and running batches
/// are finished. Then the rest, the last one first. What outlasts its limit is cut off: its work is not acknowledged or
/// not committed, and comes again.
struct Lifecycle: Sendable {
  /// How it ended.
  struct Ending: Sendable {
    /// The part that could not start, or that ended while it should have run.
    var failure: Failure?
    /// The parts that did not stop within their limits.
    var cutOff: [String] = []

    var isClean: Bool { self.failure == nil && self.cutOff.isEmpty }
  }

  /// A part has failed; nil is a part that ended without a word.
  struct Failure: Error, Sendable {
    let part: String
    let error: (any Error)?
  }

  private enum Event: Sendable {
    case started(Int)
    case ended(Int, (any Error)?)
    case stopRequested
  }

  private struct Running: Sendable {
    let part: Part
    let task: Task<Void, Never>
    let hasEnded: Latch
  }

  /// How long a part that was cut off may take to notice.
  private static let grace = Duration.seconds(2)

  let parts: [Part]
  let logger: Logger

  /// Returns when nothing runs any more.
  /// - Parameters:
  ///   - stop: Opened by whoever wants it to stop.
  ///   - isRunning: Called when the last part has started.
  ///   - isStopping: Called before the first part is stopped, whatever the cause.
  func run(
    until stop: Latch, isRunning: @Sendable () -> Void, isStopping: @Sendable () -> Void
  ) async -> Ending {
    let (events, report) = AsyncStream<Event>.makeStream()
    let stopWatch = Task {
      await stop.wait()
      report.yield(.stopRequested)
    }
    defer { stopWatch.cancel() }

    var running: [Running] = []
    var ending = Ending()
    func start(_ index: Int) {
      guard index < self.parts.count else { return isRunning() }
      self.logger.debug("A part starts.", metadata: ["part": "\(self.parts[index].name)"])
      running.append(self.start(self.parts[index], at: index, report))
    }
    start(0)
    events: for await event in events {
      switch event {
      case .started(let index):
        start(index + 1)
      case .ended(let index, nil) where self.parts[index].kind == .step:
        start(index + 1)
      case .ended(let index, let error):
        ending.failure = Failure(part: self.parts[index].name, error: error)
        break events
      case .stopRequested:
        break events
      }
    }

    isStopping()
    ending.cutOff = await self.stop(running)
    return ending
  }

  private func start(_ part: Part, at index: Int, _ report: AsyncStream<Event>.Continuation) -> Running {
    let hasEnded = Latch()
    // Not a child task: each part is cancelled by itself, in its turn. `stop` waits for all of them.
    let task = Task {
      do {
        try await part.run { report.yield(.started(index)) }
        report.yield(.ended(index, nil))
      } catch {
        report.yield(.ended(index, error))
      }
      hasEnded.open()
    }
    return Running(part: part, task: task, hasEnded: hasEnded)
  }

  /// - Returns: the names of the parts that outlasted their limits.
  private func stop(_ running: [Running]) async -> [String] {
    var cutOff: [String] = []
    await withTaskGroup(of: String?.self) { group in
      for part in running where part.part.kind == .entrance {
        group.addTask { await self.stop(part) }
      }
      for await name in group { name.map { cutOff.append($0) } }
    }
    for part in running.reversed() where part.part.kind != .entrance {
      await self.stop(part).map { cutOff.append($0) }
    }
    return cutOff
  }

  /// - Returns: the part's name when it outlasted its limit.
  private func stop(_ running: Running) async -> String? {
    let stopping = Task { [part = running.part, task = running.task] in
      if let stop = part.stop { await stop() } else { task.cancel() }
    }
    defer { stopping.cancel() }
    let name = running.part.name
    if await running.hasEnded.wait(atMost: running.part.limit) {
      self.logger.debug("A part has stopped.", metadata: ["part": "\(name)"])
      return nil
    }
    self.logger.error(
      "A part did not stop in time and is cut off.", metadata: ["part": "\(name)", "limit": "\(running.part.limit)"])
    running.task.cancel()
    _ = await running.hasEnded.wait(atMost: Self.grace)
    return name
  }
}
