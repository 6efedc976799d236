/// One part of a running service: it starts when those before it have started, and stops before they do.
struct Part: Sendable {
  enum Kind: Sendable {
    /// Done once; the next part starts when it has ended.
    case step
    /// Runs until it is stopped, after those that take work have stopped.
    case support
    /// Takes work from outside. All of these stop together and first.
    case entrance
  }

  /// As the log and `/health/ready` name it.
  let name: String
  let kind: Kind
  /// How long it may take to stop before it is cut off.
  let limit: Duration
  /// Ends when its task is cancelled or `stop` was called. Calls its parameter once, when the next part may start.
  let run: @Sendable (_ hasStarted: @escaping @Sendable () -> Void) async throws -> Void
  /// Asks it to stop taking and to finish what it has begun; nil cancels its task.
  let stop: (@Sendable () async -> Void)?

  /// Something that is done once, before the next part starts.
  static func step(_ name: String, _ run: @escaping @Sendable () async throws -> Void) -> Part {
    Part(name: name, kind: .step, limit: .seconds(1), run: { _ in try await run() }, stop: nil)
  }

  /// Something that runs while the service runs; it ends by cancellation and finishes its work itself.
  static func support(
    _ name: String, limit: Duration, _ run: @escaping @Sendable () async throws -> Void
  ) -> Part {
    Part(
      name: name, kind: .support, limit: limit,
      run: { hasStarted in
        hasStarted()
        try await run()
      }, stop: nil)
  }
}
