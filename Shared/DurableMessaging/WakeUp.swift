import NIOConcurrencyHelpers

/// Ends somebody's wait. Signals that come while nobody waits are kept, many of them as one.
package final class WakeUp: Sendable {
  private enum State {
    case idle
    case signalled
    case waiting(CheckedContinuation<Void, Never>)
  }

  private let state = NIOLockedValueBox(State.idle)

  package init() {}

  package func signal() {
    let waiting = self.state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
      if case .waiting(let continuation) = state {
        state = .idle
        return continuation
      }
      state = .signalled
      return nil
    }
    waiting?.resume()
  }

  /// Returns at the next signal, at once when one is kept, after `limit` or when the task is cancelled. One waiter at a
  /// time.
  func wait(atMost limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.wait() }
      group.addTask { try? await Task.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
  }

  /// Returns at the next signal, at once when one is kept, or when the task is cancelled.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = self.state.withLockedValue { state -> Bool in
          switch state {
          case .idle where !Task.isCancelled:
            state = .waiting(continuation)
            return false
          case .idle, .waiting:
            return true
          case .signalled:
            state = .idle
            return true
          }
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let waiting = self.state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
        guard case .waiting(let continuation) = state else { return nil }
        state = .idle
        return continuation
      }
      waiting?.resume()
    }
  }
}
