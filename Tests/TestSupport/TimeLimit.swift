// The only place of all tests that sleeps: everything else waits for a fact, and these functions bound the waiting.

/// Runs `body` and gives up after `limit` with an error that names `what`. The body must end when it is cancelled.
package func within<Result: Sendable>(
  _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TestSupportError("not within \(limit): \(what)")
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}

/// Asks again and again until `condition` holds. For facts that nobody signals: a row another process writes, a queue's
/// depth; inside our own process prefer ``TestSignal``.
package func eventually(
  within limit: Duration = .seconds(30), _ what: String, _ condition: @escaping @Sendable () async throws -> Bool
) async throws {
  try await TestSupport.within(limit, what) {
    while try await !condition() {
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
