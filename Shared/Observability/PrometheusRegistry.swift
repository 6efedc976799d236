package import CoreMetrics
import Logging
import NIOConcurrencyHelpers

/// All metrics of a process, in the form in which Prometheus fetches them (`exposition()`).
///
/// One series a name and set of labels: whoever asks again gets the same one. Labels come only from closed sets
/// (message type, outcome, route pattern), never identifiers: a series is never forgotten unless destroyed.
package final class PrometheusRegistry: MetricsFactory {
  /// A name used with two types: a fault of the program that must not stop it.
  package struct TypeConflict: Sendable, Hashable {
    package let name: String
    package let registered: String
    package let requested: String
  }

  struct Family: Sendable {
    let type: PrometheusType
    var series: [MetricLabels: any PrometheusSeries] = [:]
  }

  private struct State: Sendable {
    var families: [String: Family] = [:]
    var reported: Set<TypeConflict> = []
  }

  private let state = NIOLockedValueBox(State())
  let descriptions: [String: MetricDescription]
  private let report: @Sendable (TypeConflict) -> Void

  /// - Parameters:
  ///   - descriptions: help texts and buckets; other names go without help and with latency buckets.
  ///   - report: told once of each type conflict; by default the log.
  package init(
    descriptions: [MetricDescription] = MetricDescription.standard,
    report: @escaping @Sendable (TypeConflict) -> Void = PrometheusRegistry.log
  ) {
    self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { _, later in later }
    self.report = report
  }

  /// Writes the conflict to the log, as an error: the second metric counts nowhere until the program is changed.
  package static let log: @Sendable (TypeConflict) -> Void = { conflict in
    Logger(label: "metrics").error(
      "A metric is used with two types; the later one is not exposed.",
      metadata: [
        "name": "\(conflict.name)", "registered": "\(conflict.registered)", "requested": "\(conflict.requested)",
      ])
  }

  /// Finds or makes the series; on a type conflict makes one that works but is not exposed.
  private func series<Series: PrometheusSeries>(
    _ name: String, _ dimensions: [(String, String)], make: () -> Series
  ) -> Series {
    let labels = MetricLabels(dimensions)
    let (series, newConflict): (Series, TypeConflict?) = self.state.withLockedValue { state in
      var family = state.families[name] ?? Family(type: Series.type)
      guard family.type == Series.type else {
        let conflict = TypeConflict(
          name: name, registered: family.type.rawValue, requested: Series.type.rawValue)
        return (make(), state.reported.insert(conflict).inserted ? conflict : nil)
      }
      if let known = family.series[labels] as? Series { return (known, nil) }
      let series = make()
      family.series[labels] = series
      state.families[name] = family
      return (series, nil)
    }
    // Outside the lock: the log may have metrics of its own.
    if let newConflict { self.report(newConflict) }
    return series
  }

  private func histogram(_ label: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
    let name = MetricLabels.sanitised(label)
    let bounds = self.descriptions[name]?.buckets ?? MetricDescription.latencyBuckets
    return self.series(name, dimensions) { PrometheusHistogram(bounds: bounds) }
  }

  private func counter(_ label: String, _ dimensions: [(String, String)]) -> PrometheusCounter {
    let name = MetricLabels.sanitised(label)
    return self.series(name.hasSuffix("_total") ? name : name + "_total", dimensions) { PrometheusCounter() }
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
    self.series(MetricLabels.sanitised(label), dimensions) { PrometheusGauge() }
  }

  private func remove(_ handler: AnyObject) {
    self.state.withLockedValue { state in
      for (name, family) in state.families {
        let kept = family.series.filter { $0.value !== handler }
        guard kept.count < family.series.count else { continue }
        state.families[name] = kept.isEmpty ? nil : Family(type: family.type, series: kept)
      }
    }
  }

  /// The families by name, as they are at this moment.
  func families() -> [(name: String, family: Family)] {
    self.state.withLockedValue { $0.families }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension PrometheusRegistry {
  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    self.counter(label, dimensions)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    self.counter(label, dimensions)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    self.gauge(label, dimensions)
  }

  /// An aggregating recorder is a histogram, the other kind (swift-metrics' `Gauge`) a gauge.
  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    aggregate ? self.histogram(label, dimensions) : self.gauge(label, dimensions)
  }

  /// A histogram in seconds, Prometheus' base unit, whatever unit the caller measured in.
  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    self.histogram(label, dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { self.remove(handler) }
  package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }
}
