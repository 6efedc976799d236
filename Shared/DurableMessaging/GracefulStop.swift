import NIOConcurrencyHelpers

/// How a component's `run()` ends: cancelling it asks it to finish what it is doing, and only when that takes too long it
/// is cancelled in earnest. A batch that is cancelled in the middle would cost its database session.
final class GracefulStop: Sendable {
  private let requested = NIOLockedValueBox(false)
  private let component: WakeUp
  private let limit: WakeUp = WakeUp()

  /// - Parameter component: what the component waits on between two pieces of work.
  init(waking component: WakeUp) {
    self.component = component
  }

  /// The component should finish; looked at between two pieces of work.
  var isRequested: Bool { self.requested.withLockedValue { $0 } }

  /// Runs `body` to its end, in a task of its own that the caller's cancellation does not reach; returns when nothing of
  /// it is alive.
  func run(finishingWithin time: Duration, _ body: @escaping @Sendable () async -> Void) async {
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await body() }
        group.addTask {
          await self.limit.wait()
          try? await Task.sleep(for: time)
        }
        await group.next()
        group.cancelAll()
      }
    }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      self.request()
    }
  }

  func request() {
    self.requested.withLockedValue { $0 = true }
    self.component.signal()
    self.limit.signal()
  }
}
