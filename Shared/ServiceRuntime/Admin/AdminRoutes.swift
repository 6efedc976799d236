import Hummingbird
import Observability

/// What operators and their machines ask: health and metrics.
struct AdminRoutes: Sendable {
  let checks: [HealthCheck]
  let registry: PrometheusRegistry

  func add(to router: Router<ServiceRequestContext>) {
    // That this code runs is the answer: it came through the event loop and the cooperative pool. It asks nobody else:
    // the broker's or the database's death must not restart every service. Nor the connections' threads, because one that
    // looks up a host or logs in may block for longer than a watchdog waits.
    router.get("health/live") { _, _ in respond(["status": "live"]) }

    router.get("health/ready") { _, _ in
      let report = await HealthReport.make(self.checks)
      return respond(report, status: report.isReady ? .ok : .serviceUnavailable)
    }

    router.get("metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: self.registry.exposition())))
    }
  }
}
