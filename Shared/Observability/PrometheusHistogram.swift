import CoreMetrics
import NIOConcurrencyHelpers

/// Observations counted in buckets with fixed upper bounds.
final class PrometheusHistogram: PrometheusSeries, RecorderHandler, TimerHandler {
  static let type = PrometheusType.histogram

  private struct Counts: Sendable {
    /// One a bound, each apart, and one for everything above the last bound; cumulated only when fetched.
    var buckets: [Double]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let counts: NIOLockedValueBox<Counts>

  /// Bounds in any order; an infinite one is left out, because every histogram ends with one.
  init(bounds: [Double]) {
    self.bounds = Set(bounds.filter(\.isFinite)).sorted()
    self.counts = NIOLockedValueBox(Counts(buckets: Array(repeating: 0, count: self.bounds.count + 1)))
  }

  func record(_ value: Int64) { self.record(Double(value)) }

  func record(_ value: Double) {
    // NaN would stay in the sum for ever.
    guard !value.isNaN else { return }
    let bucket = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
    self.counts.withLockedValue { counts in
      counts.buckets[bucket] += 1
      counts.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }

  func samples() -> [PrometheusSample] {
    // One look for all samples: buckets, sum and count of one scrape agree with each other.
    let counts = self.counts.withLockedValue { $0 }
    var cumulated = 0.0
    let buckets = zip(self.bounds + [.infinity], counts.buckets).map { bound, count in
      cumulated += count
      return PrometheusSample(suffix: "_bucket", bound: bound, value: cumulated)
    }
    return buckets + [
      PrometheusSample(suffix: "_sum", value: counts.sum), PrometheusSample(suffix: "_count", value: cumulated),
    ]
  }
}
