import Foundation
import Histogram
import Messages
import NIOConcurrencyHelpers

/// How long a complaint takes to be registered and assigned, when complaints come at a fixed rate whatever happens.
///
/// Each is measured from when it should have been sent and not from when it was: what comes late because something stood
/// still counts with all of its delay (no coordinated omission).
struct LatencyMeasurement: Sendable {
  private struct Arrivals {
    /// By the complaint's number.
    var references: [String: String] = [:]
    var registered: [String: ContinuousClock.Instant] = [:]
    var assigned: [String: ContinuousClock.Instant] = [:]
  }

  let servers: Servers
  let inbound: Inbound
  let seconds: Int

  func measure(rate: Int, into figures: inout Figures) async throws {
    let count = rate * self.seconds
    let run = UUID().uuidString
    let arrivals = NIOLockedValueBox(Arrivals())
    let interval = Duration.seconds(1) / rate
    let start = try await EventListener(
      self.servers, name: "latency", types: [ComplaintRegistered.self, CaseAssigned.self]
    ).listen { events in
      let now = ContinuousClock.now
      arrivals.withLockedValue { arrivals in
        for event in events {
          if event.type == CaseAssigned.type {
            arrivals.assigned[event.subject] = now
          } else if let reference = event.text("reference") {
            arrivals.registered[event.subject] = now
            arrivals.references[event.subject] = reference
          }
        }
      }
    } while: {
      // A second to warm up, which is not counted.
      let start = try await self.send(count + rate, every: interval, of: run)
      let giveUp = ContinuousClock.now + .seconds(60)
      while arrivals.withLockedValue({ $0.assigned.count }) < count + rate {
        // More than the machine can do: the percentiles are then those of what came, and how much did not stands beside them.
        if ContinuousClock.now > giveUp { break }
        try await Task.sleep(for: .milliseconds(10))
      }
      return start
    }

    var (registered, assigned) = (Self.histogram(), Self.histogram())
    let heard = arrivals.withLockedValue { $0 }
    figures["latency.\(rate).unassigned"] = Double(count + rate - heard.assigned.count)
    for (subject, reference) in heard.references {
      guard reference.hasPrefix(run), let number = Int(reference.dropFirst(run.count + 1)), number >= rate else {
        continue
      }
      let intended = start + interval * number
      if let time = heard.registered[subject] { registered.record(Self.microseconds(time - intended)) }
      if let time = heard.assigned[subject] { assigned.record(Self.microseconds(time - intended)) }
    }
    self.write(registered, "latency.\(rate).registered", into: &figures)
    self.write(assigned, "latency.\(rate).assigned", into: &figures)
    say(
      "latency at \(rate)/s: registered p50 \(registered.valueAtPercentile(50)) us, p99 "
        + "\(registered.valueAtPercentile(99)) us; assigned p99 \(assigned.valueAtPercentile(99)) us")
  }

  /// Sends at the fixed rate, waiting for nothing. Returns when the first should have been sent.
  private func send(_ count: Int, every interval: Duration, of run: String) async throws -> ContinuousClock.Instant {
    let start = ContinuousClock.now + .milliseconds(50)
    try await withThrowingDiscardingTaskGroup { group in
      for number in 0..<count {
        let due = start + interval * number
        if due > ContinuousClock.now { try await Task.sleep(until: due, tolerance: .zero, clock: .continuous) }
        group.addTask { try await self.inbound.send(ReportedComplaint(number, of: run)) }
      }
    }
    return start
  }

  private func write(_ histogram: Histogram<UInt64>, _ name: String, into figures: inout Figures) {
    for (percentile, key) in [(50.0, "p50_ms"), (99.0, "p99_ms"), (99.9, "p999_ms")] {
      figures["\(name).\(key)"] = Double(histogram.valueAtPercentile(percentile)) / 1000
    }
  }

  private static func histogram() -> Histogram<UInt64> {
    var histogram = Histogram<UInt64>(highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: .three)
    histogram.autoResize = true
    return histogram
  }

  private static func microseconds(_ duration: Duration) -> UInt64 {
    UInt64(max(1, duration / .microseconds(1)))
  }
}
