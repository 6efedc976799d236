import CoreMetrics
import NIOConcurrencyHelpers

/// A number that goes up and down.
final class PrometheusGauge: PrometheusSeries, MeterHandler, RecorderHandler {
  static let type = PrometheusType.gauge

  private let value = NIOLockedValueBox(0.0)

  func set(_ value: Int64) { self.set(Double(value)) }
  func set(_ value: Double) { self.value.withLockedValue { $0 = value } }
  func increment(by amount: Double) { self.value.withLockedValue { $0 += amount } }
  func decrement(by amount: Double) { self.value.withLockedValue { $0 -= amount } }
  func record(_ value: Int64) { self.set(value) }
  func record(_ value: Double) { self.set(value) }

  func samples() -> [PrometheusSample] { [PrometheusSample(value: self.value.withLockedValue { $0 })] }
}
