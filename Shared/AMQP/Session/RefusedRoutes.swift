/// Routes on which the broker refuses (`basic.nack`) one message after another; a value, without I/O.
///
/// A channel of RabbitMQ keeps the leader that a quorum queue had when the channel first published to it. When that node
/// dies before another leader is elected, 3.10 asks the dead node for ever and refuses every message, while a new channel
/// finds the new leader at once. So refusals that do not end are answered with a new link.
struct RefusedRoutes: Sendable {
  struct Route: Sendable, Hashable {
    var exchange: String
    var routingKey: String
  }

  /// Longer than an election takes, and shorter than people's patience.
  static let limit = Duration.seconds(5)

  private var since: [Route: ContinuousClock.Instant] = [:]

  mutating func settled(_ route: Route, isRefused: Bool, at now: ContinuousClock.Instant) {
    if !isRefused {
      self.since[route] = nil
    } else if self.since[route] == nil {
      self.since[route] = now
    }
  }

  /// The route on which nothing has been taken for too long, found by the next refusal after the limit: one that nobody
  /// publishes to any more is no reason to give a link up.
  func exhausted(by route: Route, at now: ContinuousClock.Instant) -> Bool {
    self.since[route].map { now - $0 >= Self.limit } ?? false
  }
}
