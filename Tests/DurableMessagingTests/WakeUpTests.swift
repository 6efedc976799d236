import TestSupport
import Testing

@testable import DurableMessaging

@Suite("WakeUp and GracefulStop")
struct WakeUpTests {
  @Test("A signal that came before the wait ends it at once; many count as one")
  func keepsSignals() async throws {
    let wakeUp = WakeUp()
    wakeUp.signal()
    wakeUp.signal()
    try await within(.seconds(30), "a kept signal") { await wakeUp.wait(atMost: .seconds(60)) }
    let start = ContinuousClock.now
    await wakeUp.wait(atMost: .milliseconds(1))
    #expect(ContinuousClock.now - start >= .milliseconds(1), "the second wait had nothing to end it")
  }

  @Test("A signal ends a wait that has begun, from any thread", arguments: 0..<50)
  func endsWaits(_ round: Int) async throws {
    let wakeUp = WakeUp()
    try await within(.seconds(30), "a signal") {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await wakeUp.wait(atMost: .seconds(60)) }
        group.addTask { wakeUp.signal() }
      }
    }
  }

  @Test("Cancelling ends a wait, before and after it has begun")
  func cancellation() async throws {
    let wakeUp = WakeUp()
    let task = Task { await wakeUp.wait(atMost: .seconds(60)) }
    task.cancel()
    try await within(.seconds(30), "the cancelled wait") { await task.value }
  }

  @Test("Cancelling run() asks the body to finish, and does not cancel it")
  func gracefulStop() async throws {
    let wakeUp = WakeUp()
    let stop = GracefulStop(waking: wakeUp)
    let wasCancelled = TestSignal<Bool>()
    let task = Task {
      await stop.run(finishingWithin: .seconds(60)) {
        while !stop.isRequested { await wakeUp.wait(atMost: .seconds(60)) }
        wasCancelled.send(Task.isCancelled)
      }
    }
    task.cancel()
    try await within(.seconds(30), "the end of run()") { await task.value }
    #expect(try await wasCancelled.next(within: .seconds(30)) == false)
  }

  @Test("A body that does not finish in time is cancelled")
  func limit() async throws {
    let stop = GracefulStop(waking: WakeUp())
    let never = WakeUp()
    let task = Task {
      await stop.run(finishingWithin: .milliseconds(1)) {
        while !Task.isCancelled { await never.wait() }
      }
    }
    task.cancel()
    try await within(.seconds(30), "the end of run()") { await task.value }
  }
}
