/// What the one channel of a session is used for: publishing or consuming. The session drives it, on its own thread.
protocol ChannelRole: Sendable {
  /// Once, when the channel is open and the topology stands.
  mutating func open(_ connection: BrokerConnection) throws(AMQPError)
  /// For each event, in order. `blocked` and `unblocked` come here too.
  mutating func handle(_ event: FrameAssembler.Event, at now: ContinuousClock.Instant) throws(AMQPError)
  /// Once a turn, after everything that had arrived was handled: the place to write to the connection.
  mutating func send(on connection: BrokerConnection, at now: ContinuousClock.Instant) throws(AMQPError)
  /// Take nothing new.
  mutating func stop()
  /// After `stop`: nothing is outstanding, the connection may be closed.
  var isQuiet: Bool { get }
  /// When `send` must be called again though nothing happens.
  func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant?
  /// The link is over; whoever waits gets this.
  mutating func end(_ error: AMQPError)
}
