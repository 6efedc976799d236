package import FoundationEssentials

/// The time that a service lives in. Domain code never asks it: `now` comes in as a value.
package protocol ServiceClock: Sendable {
  var now: Date { get }
  /// Waits until this clock shows `instant`, at once when it already does.
  /// - Throws: `CancellationError`.
  func sleep(until instant: Date) async throws
}

package struct SystemClock: ServiceClock {
  package init() {}

  package var now: Date { Date() }

  package func sleep(until instant: Date) async throws {
    let seconds = instant.timeIntervalSinceNow
    if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
  }
}

/// A clock that runs faster than the world, so that a month passes in two minutes.
///
/// It shows `origin` at the real instant `start`, and every process that is given the same values shows the same time.
/// Its rate may change at given instants of its own time: the demo lets the days on which everybody complains pass
/// slowly, and the months of repair quickly.
package struct ScaledClock: ServiceClock, Equatable {
  /// From `origin` on, a real second is `rate` seconds of this clock.
  package struct Phase: Sendable, Equatable {
    package let origin: Date
    package let rate: Double

    package init(origin: Date, rate: Double) {
      self.origin = origin
      self.rate = rate
    }
  }

  private let start: Date
  private let phases: [Phase]

  /// - Parameter phases: at least one, in order of `origin`, rates above 0 and finite.
  /// - Returns: nil when `phases` breaks that.
  package init?(start: Date, phases: [Phase]) {
    guard !phases.isEmpty, phases.allSatisfy({ $0.rate > 0 && $0.rate.isFinite }),
      zip(phases, phases.dropFirst()).allSatisfy({ $0.origin < $1.origin })
    else { return nil }
    self.start = start
    self.phases = phases
  }

  package var now: Date { self.time(at: Date()) }

  package func sleep(until instant: Date) async throws {
    let seconds = self.realInstant(of: instant).timeIntervalSinceNow
    if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
  }

  /// What this clock shows at a real instant.
  package func time(at real: Date) -> Date {
    var elapsed = real.timeIntervalSince(self.start)
    for (phase, next) in zip(self.phases, self.phases.dropFirst()) {
      let length = next.origin.timeIntervalSince(phase.origin) / phase.rate
      if elapsed < length { return phase.origin.addingTimeInterval(elapsed * phase.rate) }
      elapsed -= length
    }
    let last = self.phases[self.phases.count - 1]
    return last.origin.addingTimeInterval(elapsed * last.rate)
  }

  /// The real instant at which this clock shows `instant`.
  package func realInstant(of instant: Date) -> Date {
    var elapsed = 0.0
    for (phase, next) in zip(self.phases, self.phases.dropFirst()) {
      if instant < next.origin {
        return self.start.addingTimeInterval(elapsed + instant.timeIntervalSince(phase.origin) / phase.rate)
      }
      elapsed += next.origin.timeIntervalSince(phase.origin) / phase.rate
    }
    let last = self.phases[self.phases.count - 1]
    return self.start.addingTimeInterval(elapsed + instant.timeIntervalSince(last.origin) / last.rate)
  }
}
