import CoreMetrics
import Foundation
import Hummingbird
import Observability
import Testing

@testable import ServiceRuntime

@Suite struct AdminRoutesTests {
  @Test func livenessAsksNobody() async throws {
    try await administering([HealthCheck("database") { .failing("no session is open") }]) { url in
      let answer = try await get(url, "health/live")
      #expect(answer.status == 200)
      #expect(answer.text == #"{"status":"live"}"#)
    }
  }

  @Test func readinessNamesEveryCheckWithItsReason() async throws {
    let checks = [
      HealthCheck("service") { .passing("running") }, HealthCheck("database") { .failing("no session is open") },
    ]
    try await administering(checks) { url in
      let answer = try await get(url, "health/ready")
      #expect(answer.status == 503)
      #expect(
        answer.text
          == #"{"checks":[{"name":"service","reason":"running","status":"passing"},"#
          + #"{"name":"database","reason":"no session is open","status":"failing"}],"status":"not-ready"}"#)
    }
  }

  @Test func aDegradedServiceStillTakesWork() async throws {
    let checks = [
      HealthCheck("service") { .passing("running") }, HealthCheck("routing") { .degraded("nobody reads x.y.v1") },
    ]
    try await administering(checks) { url in
      let answer = try await get(url, "health/ready")
      #expect(answer.status == 200)
      #expect(answer.text.hasSuffix(#""status":"degraded"}"#))
    }
  }

  @Test("A check without an answer fails; one of what is not needed to work is degraded", arguments: [true, false])
  func noAnswer(isNeeded: Bool) async {
    let check = HealthCheck("broker", within: .milliseconds(1), isNeeded: isNeeded) {
      await Latch().wait()
      return .passing("too late")
    }
    let reason = "no answer within 0.001 seconds"
    #expect(await check.outcome() == (isNeeded ? .failing(reason) : .degraded(reason)))
  }

  @Test func metricsAreForPrometheus() async throws {
    let registry = PrometheusRegistry()
    registry.makeCounter(label: "letters_total", dimensions: [("kind", "A")]).increment(by: 3)
    try await administering([], registry: registry) { url in
      let answer = try await get(url, "metrics")
      #expect(answer.status == 200)
      #expect(answer.contentType == "text/plain; version=0.0.4; charset=utf-8")
      #expect(answer.text.contains(#"letters_total{kind="A"} 3"#))
    }
  }
}

private func administering(
  _ checks: [HealthCheck], registry: PrometheusRegistry = PrometheusRegistry(), _ body: (URL) async throws -> Void
) async throws {
  let router = Router(context: ServiceRequestContext.self)
  AdminRoutes(checks: checks, registry: registry).add(to: router)
  try await serving(router, body)
}
