import CoreMetrics

/// What a link tells the metrics system. The label `link` is the connection's name, out of the closed set of a deployment.
struct LinkMetrics: Sendable {
  private let state: Gauge
  private let reconnects: Counter
  private let unroutableMessages: Counter
  private let confirmTime: Timer

  init(link: String) {
    let labels = [("link", link)]
    self.state = Gauge(label: "amqp_link_state", dimensions: labels)
    self.reconnects = Counter(label: "amqp_reconnects_total", dimensions: labels)
    self.unroutableMessages = Counter(label: "amqp_unroutable_total", dimensions: labels)
    self.confirmTime = Timer(label: "publish_confirm_seconds", dimensions: labels)
  }

  func changed(to state: LinkState) { self.state.record(state.rawValue) }

  func reconnected() { self.reconnects.increment() }

  func unroutable() { self.unroutableMessages.increment() }

  func confirmed(after duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.confirmTime.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
