import Synchronization

/// Carries facts from the code under test to the test that waits for them, in order, none lost.
///
/// Production code holds an optional closure; a test sets it to `signal.send`.
package final class TestSignal<Value: Sendable>: Sendable {
  private enum Waiter {
    case waiting(CheckedContinuation<Value?, Never>)
    /// Cancelled before the continuation was stored: storing it must resume it at once.
    case cancelledEarly
  }

  private struct State {
    var values: [Value] = []
    var waiters: [(id: Int, waiter: Waiter)] = []
    var lastID = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Hands `value` to whoever has waited longest, or keeps it for the next who asks.
  package func send(_ value: Value) {
    let continuation = state.withLock { state -> CheckedContinuation<Value?, Never>? in
      guard let index = state.waiters.firstIndex(where: { if case .waiting = $0.waiter { true } else { false } }),
        case .waiting(let continuation) = state.waiters.remove(at: index).waiter
      else {
        state.values.append(value)
        return nil
      }
      return continuation
    }
    continuation?.resume(returning: value)
  }

  /// The next value; throws when none comes within `limit`.
  package func next(within limit: Duration = .seconds(5)) async throws -> Value {
    try await TestSupport.within(limit, "a \(Value.self) on a TestSignal") {
      guard let value = await self.next() else { throw CancellationError() }
      return value
    }
  }

  /// The values that came and were not asked for yet.
  package var pending: [Value] { state.withLock { $0.values } }

  private func next() async -> Value? {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer = state.withLock { state -> Value?? in
          if let index = state.waiters.firstIndex(where: { $0.id == id }) {
            state.waiters.remove(at: index)
            return .some(nil)
          }
          if !state.values.isEmpty { return state.values.removeFirst() }
          state.waiters.append((id, .waiting(continuation)))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Value?, Never>? in
        guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
          state.waiters.append((id, .cancelledEarly))
          return nil
        }
        guard case .waiting(let continuation) = state.waiters.remove(at: index).waiter else { return nil }
        return continuation
      }
      continuation?.resume(returning: nil)
    }
  }
}

extension TestSignal where Value == Void {
  /// Says that it happened.
  package func send() { send(()) }
}
