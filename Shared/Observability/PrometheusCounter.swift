import CoreMetrics
import NIOConcurrencyHelpers

/// A number that only grows; Prometheus takes a step back for a restart.
final class PrometheusCounter: PrometheusSeries, CounterHandler, FloatingPointCounterHandler {
  static let type = PrometheusType.counter

  // A Double counts exactly to 2^53: a million messages a second for 285 years.
  private let value = NIOLockedValueBox(0.0)

  func increment(by amount: Int64) { self.increment(by: Double(amount)) }

  func increment(by amount: Double) {
    // A counter that went down, or became NaN, would spoil every rate computed from it.
    guard amount > 0, amount.isFinite else { return }
    self.value.withLockedValue { $0 += amount }
  }

  func reset() { self.value.withLockedValue { $0 = 0 } }

  func samples() -> [PrometheusSample] { [PrometheusSample(value: self.value.withLockedValue { $0 })] }
}
