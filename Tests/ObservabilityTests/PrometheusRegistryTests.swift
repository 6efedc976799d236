import CoreMetrics
import NIOConcurrencyHelpers
import Testing

@testable import Observability

@Suite struct PrometheusRegistryTests {
  @Test func aTypeConflictIsReportedOnceAndNothingTraps() throws {
    let conflicts = NIOLockedValueBox<[PrometheusRegistry.TypeConflict]>([])
    let registry = PrometheusRegistry(descriptions: []) { conflict in conflicts.withLockedValue { $0.append(conflict) }
    }
    Meter(label: "outbox_pending", factory: registry).set(5)
    for _ in 0..<3 {
      Timer(label: "outbox_pending", factory: registry).recordSeconds(1)
    }
    #expect(
      conflicts.withLockedValue { $0 } == [
        PrometheusRegistry.TypeConflict(name: "outbox_pending", registered: "gauge", requested: "histogram")
      ])
    let page = try Exposition(registry.exposition())
    #expect(page.types == ["outbox_pending": "gauge"])
    #expect(page.value("outbox_pending") == 5)
  }

  @Test func aCounterOnlyGrows() throws {
    let registry = PrometheusRegistry(descriptions: [])
    let counter = FloatingPointCounter(label: "amount_total", factory: registry)
    counter.increment(by: 2.5)
    counter.increment(by: -1)
    counter.increment(by: Double.nan)
    counter.increment(by: Double.infinity)
    #expect(try Exposition(registry.exposition()).value("amount_total") == 2.5)
    counter.reset()
    #expect(try Exposition(registry.exposition()).value("amount_total") == 0)
  }

  @Test func aGaugeGoesUpAndDown() throws {
    let registry = PrometheusRegistry(descriptions: [])
    let meter = Meter(label: "sessions", factory: registry)
    meter.set(4)
    meter.increment(by: 3)
    meter.decrement(by: 2)
    #expect(try Exposition(registry.exposition()).value("sessions") == 5)
  }

  @Test func aHistogramIsNotSpoiledByNaN() throws {
    let registry = PrometheusRegistry(descriptions: [])
    let recorder = Recorder(label: "age_seconds", factory: registry)
    recorder.record(Double.nan)
    recorder.record(1)
    let page = try Exposition(registry.exposition())
    #expect(page.value("age_seconds_sum") == 1)
    #expect(page.value("age_seconds_count") == 1)
  }

  @Test func destroyingRemovesOneSeriesAndThenTheFamily() throws {
    let registry = PrometheusRegistry(descriptions: [])
    let first = Counter(label: "seen_total", dimensions: [("lane", "1")], factory: registry)
    let second = Counter(label: "seen_total", dimensions: [("lane", "2")], factory: registry)
    first.increment()
    second.increment()
    first.destroy()
    let page = try Exposition(registry.exposition())
    #expect(page.samples.map(\.labels) == [["lane": "2"]])
    second.destroy()
    #expect(registry.exposition().isEmpty)
    // The name is free again, for any type.
    Meter(label: "seen_total", factory: registry).set(1)
    #expect(try Exposition(registry.exposition()).types == ["seen_total": "gauge"])
  }

  @Test func aPageNeverHasTwoLabelsOfOneName() throws {
    let registry = PrometheusRegistry(descriptions: [])
    let dimensions = [("a.b", "1"), ("a-b", "2"), ("le", "3"), ("a:b", "4")]
    Recorder(label: "odd", dimensions: dimensions, factory: registry).record(1)
    let page = try Exposition(registry.exposition())
    #expect(page.value("odd_count", ["a_b": "4", "label_le": "3"]) == 1)
  }

  @Test func manyTasksCountTogether() async throws {
    let registry = PrometheusRegistry(descriptions: [])
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            Counter(label: "counted_total", factory: registry).increment()
            Recorder(label: "measured", dimensions: [("task", "\(task % 2)")], factory: registry).record(1)
            if task == 0 { _ = registry.exposition() }
          }
        }
      }
    }
    let page = try Exposition(registry.exposition())
    #expect(page.value("counted_total") == 8000)
    #expect(page.value("measured_count", ["task": "0"]) == 4000)
    #expect(page.value("measured_count", ["task": "1"]) == 4000)
  }
}
