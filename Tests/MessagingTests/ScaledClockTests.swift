import FoundationEssentials
import Messaging
import TestSupport
import Testing

struct ScaledClockTests {
  private static let start = Date(timeIntervalSince1970: 1_800_000_000)
  private static let origin = Date(timeIntervalSince1970: 1_672_502_400)
  private static let day = 86_400.0

  /// A day in ten seconds, from the third day on a day in one second.
  private func clock() throws -> ScaledClock {
    try #require(
      ScaledClock(
        start: Self.start,
        phases: [
          ScaledClock.Phase(origin: Self.origin, rate: Self.day / 10),
          ScaledClock.Phase(origin: Self.origin + 3 * Self.day, rate: Self.day),
        ]))
  }

  @Test(arguments: [(0.0, 0.0), (5, 0.5), (30, 3), (31, 4), (130, 103), (-10, -1)])
  func showsTheTimeOfEachPhase(realSeconds: Double, days: Double) throws {
    let clock = try self.clock()
    let real = Self.start + realSeconds
    let shown = Self.origin + days * Self.day
    #expect(abs(clock.time(at: real).timeIntervalSince(shown)) < 0.001)
    #expect(abs(clock.realInstant(of: shown).timeIntervalSince(real)) < 0.001)
  }

  @Test func timeAndRealInstantUndoEachOtherAndNeverGoBack() throws {
    var random = SeededGenerator()
    for _ in 0..<500 {
      var origin = Self.origin
      let phases = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        origin += .random(in: 1...1_000_000, using: &random)
        return ScaledClock.Phase(origin: origin, rate: .random(in: 0.01...100_000, using: &random))
      }
      let clock = try #require(ScaledClock(start: Self.start, phases: phases))
      var last = Date.distantPast
      for offset in (0..<20).map({ _ in Double.random(in: -1_000...10_000, using: &random) }).sorted() {
        let real = Self.start + offset
        let time = clock.time(at: real)
        #expect(time >= last, "\(random)")
        // A double holds 1.8e9 s to about 0.2 µs; the slowest rate stretches that a hundredfold.
        #expect(abs(clock.realInstant(of: time).timeIntervalSince(real)) < 0.001, "\(random)")
        last = time
      }
    }
  }

  @Test func refusesPhasesThatMakeNoClock() {
    let phase = ScaledClock.Phase(origin: Self.origin, rate: 1)
    #expect(ScaledClock(start: Self.start, phases: []) == nil)
    #expect(ScaledClock(start: Self.start, phases: [ScaledClock.Phase(origin: Self.origin, rate: 0)]) == nil)
    #expect(ScaledClock(start: Self.start, phases: [ScaledClock.Phase(origin: Self.origin, rate: -1)]) == nil)
    #expect(ScaledClock(start: Self.start, phases: [ScaledClock.Phase(origin: Self.origin, rate: .nan)]) == nil)
    #expect(ScaledClock(start: Self.start, phases: [ScaledClock.Phase(origin: Self.origin, rate: .infinity)]) == nil)
    #expect(ScaledClock(start: Self.start, phases: [phase, phase]) == nil)
  }

  @Test func waitsForAnInstantOfItsOwnTime() async throws {
    let rate = 1_000_000.0
    let clock = try #require(
      ScaledClock(start: Date(), phases: [ScaledClock.Phase(origin: Self.origin, rate: rate)]))
    let instant = clock.now + 0.05 * rate
    try await within(.seconds(10), "a twentieth of a real second") { try await clock.sleep(until: instant) }
    #expect(clock.now >= instant)
    try await clock.sleep(until: Self.origin)
  }

  @Test func aCancelledWaitEndsAtOnce() async throws {
    let clock = SystemClock()
    let task = Task { try await clock.sleep(until: clock.now + 3600) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
