/// One thing that must be in order for the service to do its work.
package struct HealthCheck: Sendable {
  package enum Outcome: Sendable, Equatable {
    case passing(String)
    /// The service works, and somebody should look.
    case degraded(String)
    /// Do not send work here.
    case failing(String)
  }

  /// How long a check may take; one that has no answer fails.
  static let limit = Duration.seconds(5)

  let name: String
  private let probe: @Sendable () async -> Outcome

  package init(_ name: String, _ probe: @escaping @Sendable () async -> Outcome) {
    self.name = name
    self.probe = probe
  }

  func outcome(within limit: Duration = Self.limit) async -> Outcome {
    let (answers, answer) = AsyncStream<Outcome>.makeStream()
    // Not child tasks: a group would wait for a check that hangs, which is the case this limit is for.
    let probing = Task { answer.yield(await self.probe()) }
    let limiting = Task {
      try await Task.sleep(for: limit)
      answer.yield(.failing("no answer within \(limit)"))
    }
    defer {
      probing.cancel()
      limiting.cancel()
    }
    for await outcome in answers { return outcome }
    return .failing("the request was cancelled")
  }
}
