/// What a publisher's or consumer's link is doing. The raw value is what the metric `amqp_link_state` shows.
package enum LinkState: Int, Sendable, Hashable, CaseIterable {
  /// Not started.
  case disconnected = 0
  case connecting = 1
  case ready = 2
  /// Connected, but the broker does not read: publishing waits, consuming goes on.
  case blocked = 3
  /// The link is lost; the next attempt waits for its time, and for the batch that is being handled.
  case backingOff = 4
  case closing = 5
  case closed = 6
  /// Given up: what is declared differs from what the broker has, or the configuration is wrong.
  case failed = 7
}
