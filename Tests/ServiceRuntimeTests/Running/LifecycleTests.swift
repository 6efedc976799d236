import Logging
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite struct LifecycleTests {
  @Test func partsStartInOrderAndStopInTwoPhases() async throws {
    let diary = Diary()
    let stop = Latch()
    let parts = [
      diary.part("admin", .support), diary.step("migrations"), diary.part("pool", .support),
      diary.part("consumer 1", .entrance), diary.part("consumer 2", .entrance), diary.part("server", .entrance),
    ]
    let ending = await Lifecycle(parts: parts, logger: quiet).run(until: stop) {
      diary.write("running")
      stop.open()
    } isStopping: {
      diary.write("stopping")
    }
    #expect(ending.isClean)
    let lines = diary.lines
    #expect(
      lines.prefix(8) == [
        "admin starts", "migrations starts", "migrations is done", "pool starts", "consumer 1 starts",
        "consumer 2 starts", "server starts", "running",
      ])
    #expect(lines[8] == "stopping")
    // The three that take work stop together, in any order; then the others, the last first.
    #expect(Set(lines[9...11]) == ["consumer 1 stops", "consumer 2 stops", "server stops"])
    #expect(lines[12...] == ["pool stops", "admin stops"])
  }

  @Test func aPartWaitsForTheOneBeforeIt() async throws {
    let diary = Diary()
    let stop = Latch()
    let mayStart = Latch()
    let isWaiting = TestSignal<Void>()
    let slow = Part(
      name: "slow", kind: .support, limit: .seconds(1),
      run: { hasStarted in
        isWaiting.send()
        await mayStart.wait()
        diary.write("slow has started")
        hasStarted()
        await Latch().wait()
      }, stop: nil)
    let lifecycle = Lifecycle(parts: [slow, diary.part("next", .support)], logger: quiet)
    async let ending = lifecycle.run(until: stop, isRunning: { stop.open() }, isStopping: {})
    try await isWaiting.next()
    #expect(diary.lines.isEmpty)
    mayStart.open()
    _ = await ending
    #expect(diary.lines == ["slow has started", "next starts", "next stops"])
  }

  @Test func aPartThatCannotStartStopsThoseBeforeItAndNoneAfterIt() async throws {
    let diary = Diary()
    let failing = Part.step("migrations") { throw Failed() }
    let parts = [diary.part("admin", .support), failing, diary.part("pool", .support)]
    let ending = await Lifecycle(parts: parts, logger: quiet).run(until: Latch(), isRunning: {}, isStopping: {})
    #expect(ending.failure?.part == "migrations")
    #expect(ending.failure?.error is Failed)
    #expect(ending.cutOff.isEmpty)
    #expect(diary.lines == ["admin starts", "admin stops"])
  }

  @Test func aPartThatEndsByItselfStopsTheService() async throws {
    let diary = Diary()
    let mayEnd = Latch()
    let brittle = Part.support("consumer", limit: .seconds(1)) { await mayEnd.wait() }
    let parts = [diary.part("pool", .support), brittle]
    let ending = await Lifecycle(parts: parts, logger: quiet)
      .run(until: Latch(), isRunning: { mayEnd.open() }, isStopping: {})
    #expect(ending.failure?.part == "consumer")
    #expect(ending.failure?.error == nil)
    #expect(diary.lines == ["pool starts", "pool stops"])
    #expect("\(ServiceFailure(ending))" == "the service cannot run, consumer: has ended by itself")
  }

  @Test func aStartThatHangsCanBeStopped() async throws {
    let stop = Latch()
    let isWaiting = TestSignal<Void>()
    let hanging = Part.step("migrations") {
      isWaiting.send()
      try await Task.never()
    }
    let lifecycle = Lifecycle(parts: [hanging], logger: quiet)
    async let ending = lifecycle.run(until: stop, isRunning: {}, isStopping: {})
    try await isWaiting.next()
    stop.open()
    #expect(await ending.isClean)
  }

  @Test func aPartThatOutlastsItsLimitIsCutOffAndNamed() async throws {
    let diary = Diary()
    let stop = Latch()
    let deaf = Part(
      name: "deaf", kind: .entrance, limit: .milliseconds(10),
      run: { hasStarted in
        hasStarted()
        await Latch().wait()
        diary.write("deaf is cancelled")
      }, stop: {})
    let parts = [diary.part("pool", .support), deaf]
    let ending = await Lifecycle(parts: parts, logger: quiet)
      .run(until: stop, isRunning: { stop.open() }, isStopping: {})
    #expect(ending.cutOff == ["deaf"])
    #expect(!ending.isClean)
    #expect(diary.lines == ["pool starts", "deaf is cancelled", "pool stops"])
    #expect("\(ServiceFailure(ending))" == "not stopped in time, its work comes again: deaf")
  }

  private struct Failed: Error {}
}

extension Task where Success == Never, Failure == Never {
  /// Waits for cancellation.
  fileprivate static func never() async throws {
    await Latch().wait()
    try self.checkCancellation()
  }
}

/// Parts that write down what happens to them.
private final class Diary: Sendable {
  private let box = NIOLockedValueBox<[String]>([])

  var lines: [String] { self.box.withLockedValue { $0 } }

  func write(_ line: String) { self.box.withLockedValue { $0.append(line) } }

  func step(_ name: String) -> Part {
    .step(name) {
      self.write("\(name) starts")
      self.write("\(name) is done")
    }
  }

  func part(_ name: String, _ kind: Part.Kind) -> Part {
    let stopRequested = Latch()
    let stop: @Sendable () async -> Void = { stopRequested.open() }
    return Part(
      name: name, kind: kind, limit: .seconds(5),
      run: { hasStarted in
        self.write("\(name) starts")
        hasStarted()
        await stopRequested.wait()
        self.write("\(name) stops")
      },
      stop: kind == .entrance ? stop : nil)
  }
}
