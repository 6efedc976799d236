import CoreMetrics
import TestSupport
import Testing

@testable import Observability

@Suite struct PrometheusExpositionTests {
  @Test func anEmptyRegistryIsAnEmptyPage() {
    #expect(PrometheusRegistry().exposition().isEmpty)
    #expect(PrometheusRegistry.contentType == "text/plain; version=0.0.4; charset=utf-8")
  }

  @Test func goldenPage() {
    let registry = PrometheusRegistry(descriptions: [
      MetricDescription(name: "messages_handled_total", help: "Messages, by type \\ outcome.\nSecond line."),
      MetricDescription(name: "message_handling_seconds", help: "Time to handle.", buckets: [0.5, 0.1, .infinity]),
    ])
    let done = [("type", "complaint.reported.v1"), ("outcome", "done")]
    Counter(label: "messages_handled_total", dimensions: done, factory: registry).increment(by: 3)
    Counter(label: "messages_handled_total", dimensions: done.reversed(), factory: registry).increment()
    Counter(label: "messages_handled_total", dimensions: [("type", "say \"咚\"\\\n")], factory: registry).increment()
    Counter(label: "starts", factory: registry).increment()
    Meter(label: "outbox_pending", factory: registry).set(17)
    Gauge(label: "outbox.oldest-seconds", factory: registry).record(1.25)
    let timer = Timer(label: "message_handling_seconds", factory: registry)
    timer.recordMilliseconds(100)
    timer.recordMilliseconds(250)
    timer.recordSeconds(3)
    #expect(
      registry.exposition() == #"""
        # HELP message_handling_seconds Time to handle.
        # TYPE message_handling_seconds histogram
        message_handling_seconds_bucket{le="0.1"} 1
        message_handling_seconds_bucket{le="0.5"} 2
        message_handling_seconds_bucket{le="+Inf"} 3
        message_handling_seconds_sum 3.35
        message_handling_seconds_count 3
        # HELP messages_handled_total Messages, by type \\ outcome.\nSecond line.
        # TYPE messages_handled_total counter
        messages_handled_total{outcome="done",type="complaint.reported.v1"} 4
        messages_handled_total{type="say \"咚\"\\\n"} 1
        # TYPE outbox_oldest_seconds gauge
        outbox_oldest_seconds 1.25
        # TYPE outbox_pending gauge
        outbox_pending 17
        # TYPE starts_total counter
        starts_total 1

        """#)
  }

  @Test func whatIsWrittenIsReadBackTheSame() throws {
    var generator = SeededGenerator()
    let alphabet = ["a", "\\", "\"", "\n", "}", ",", "=", "漏", " ", "{", "n"]
    let registry = PrometheusRegistry(descriptions: [])
    var expected: [[String: String]: Double] = [:]
    for _ in 0..<200 {
      let value = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
        alphabet.randomElement(using: &generator)
      }.joined()
      let labels = ["value": value, "other": String(Int.random(in: 0...3, using: &generator))]
      let amount = Double.random(in: 0...1e6, using: &generator)
      FloatingPointCounter(label: "tried_total", dimensions: labels.map { ($0.key, $0.value) }, factory: registry)
        .increment(by: amount)
      expected[labels, default: 0] += amount
    }
    let page = try Exposition(registry.exposition())
    #expect(page.types == ["tried_total": "counter"])
    #expect(page.samples.count == expected.count, "\(generator)")
    for (labels, value) in expected {
      #expect(page.value("tried_total", labels) == value, "\(generator)")
    }
  }

  @Test func histogramsAreCumulativeAndEndInTheirCount() throws {
    var generator = SeededGenerator()
    let registry = PrometheusRegistry(descriptions: [])
    let recorder = Recorder(label: "waited_seconds", factory: registry)
    let values = (0..<500).map { _ in Double.random(in: 0...100, using: &generator) }
    for value in values { recorder.record(value) }
    let page = try Exposition(registry.exposition())
    #expect(page.types == ["waited_seconds": "histogram"])
    for bound in MetricDescription.latencyBuckets {
      let expected = values.filter { $0 <= bound }.count
      #expect(page.value("waited_seconds_bucket", ["le": bound.prometheusText]) == Double(expected), "\(generator)")
    }
    #expect(page.value("waited_seconds_bucket", ["le": "+Inf"]) == 500)
    #expect(page.value("waited_seconds_count") == 500)
    let sum = try #require(page.value("waited_seconds_sum"))
    #expect(abs(sum - values.reduce(0, +)) < 1e-6)
  }

  @Test(
    arguments: [
      (0.0, "0"), (-0.5, "-0.5"), (1e6, "1000000"), (0.001, "0.001"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
      (.nan, "NaN"), (1e300, "1e+300"),
    ]) func numbers(_ value: Double, _ text: String)
  {
    #expect(value.prometheusText == text)
  }

  @Test(
    arguments: [
      ("http.server-requests", "http_server_requests"), ("1st", "_1st"), ("", "_"), ("漏水", "__"),
      ("a:b", "a:b"),
    ]) func namesAreMadeValid(_ name: String, _ valid: String)
  {
    #expect(MetricLabels.sanitised(name) == valid)
  }

  @Test func theStandardMetricsAreNamedInPrometheusManner() {
    let names = MetricDescription.standard.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { MetricLabels.sanitised($0) == $0 })
    #expect(MetricDescription.latencyBuckets == MetricDescription.latencyBuckets.sorted())
    #expect(MetricDescription.ageBuckets == MetricDescription.ageBuckets.sorted())
  }
}
