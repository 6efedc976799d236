/// One thing that must be in order for the service to do its work.
package struct HealthCheck: Sendable {
  package enum Outcome: Sendable, Equatable {
    case passing(String)
    /// The service works, and somebody should look.
    case degraded(String)
    /// Do not send work here.
    case failing(String)
  }

  /// How long a check may take that says nothing else.
  package static let limit = Duration.seconds(5)

  let name: String
  private let limit: Duration
  private let isNeeded: Bool
  private let probe: @Sendable () async -> Outcome

  /// - Parameters:
  ///   - limit: how long it may take.
  ///   - isNeeded: whether no work is to be sent here while it has no answer; otherwise somebody should look.
  package init(
    _ name: String, within limit: Duration = Self.limit, isNeeded: Bool = true,
    _ probe: @escaping @Sendable () async -> Outcome
  ) {
    self.name = name
    self.limit = limit
    self.isNeeded = isNeeded
    self.probe = probe
  }

  func outcome() async -> Outcome {
    let (answers, answer) = AsyncStream<Outcome>.makeStream()
    // Not child tasks: a group would wait for a check that hangs, which is the case this limit is for.
    let probing = Task { answer.yield(await self.probe()) }
    let limiting = Task {
      try await Task.sleep(for: self.limit)
      let reason = "no answer within \(self.limit)"
      answer.yield(self.isNeeded ? .failing(reason) : .degraded(reason))
    }
    defer {
      probing.cancel()
      limiting.cancel()
    }
    for await outcome in answers { return outcome }
    return .failing("the request was cancelled")
  }
}
