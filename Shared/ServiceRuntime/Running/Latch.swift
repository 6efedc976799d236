import NIOConcurrencyHelpers

/// A door that is opened once and lets through everybody who waits, then and later.
final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiters: [AsyncStream<Never>.Continuation] = []
  }

  private let state = NIOLockedValueBox(State())

  var isOpen: Bool { self.state.withLockedValue { $0.isOpen } }

  func open() {
    let waiters = self.state.withLockedValue { state in
      defer { state.waiters = [] }
      state.isOpen = true
      return state.waiters
    }
    for waiter in waiters { waiter.finish() }
  }

  /// Returns when the latch is open, or when the task is cancelled.
  func wait() async {
    let (stream, waiter) = AsyncStream<Never>.makeStream()
    let isOpen = self.state.withLockedValue { state in
      if !state.isOpen { state.waiters.append(waiter) }
      return state.isOpen
    }
    if isOpen { return }
    for await _ in stream {}
  }

  /// - Returns: whether the latch was open within `limit`.
  func wait(atMost limit: Duration) async -> Bool {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.wait() }
      group.addTask { try? await Task.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
    return self.isOpen
  }
}
