/// What is done at the broker once, over a connection of its own: changes and looks that are not part of every start.
///
/// Each throws what kept it from being done; doing it again is harmless.
package struct AMQPErrand: Sendable {
  private let configuration: AMQPConfiguration

  package init(configuration: AMQPConfiguration) {
    self.configuration = configuration
  }

  /// Makes the broker have what the topology says.
  package func apply(_ topology: Topology) async throws(AMQPError) {
    try await self.run { (connection) throws(AMQPError) in try TopologyApplier.apply(topology, on: connection) }
  }

  /// Takes bindings away; those that are not there already have been.
  package func unbind(_ bindings: [Topology.Binding]) async throws(AMQPError) {
    try await self.run { (connection) throws(AMQPError) in
      for binding in bindings { try connection.unbind(binding) }
    }
  }

  /// Deletes queues with all that is in them, and exchanges.
  package func delete(queues: [String], exchanges: [String]) async throws(AMQPError) {
    try await self.run { (connection) throws(AMQPError) in
      for queue in queues { try connection.delete(queue: queue) }
      for exchange in exchanges { try connection.delete(exchange: exchange) }
    }
  }

  /// What a queue holds, or nil when there is none.
  package func depth(ofQueue name: String) async throws(AMQPError) -> QueueDepth? {
    do throws(AMQPError) {
      return try await self.run { (connection) throws(AMQPError) in try connection.depth(ofQueue: name) }
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  /// Tries each node of the broker once.
  private func run<Answer: Sendable>(
    _ work: @escaping @Sendable (BrokerConnection) throws(AMQPError) -> Answer
  ) async throws(AMQPError) -> Answer {
    var failure = AMQPError(.invalidConfiguration, detail: "amqp.url names no host")
    for attempt in self.configuration.addresses.indices {
      let session = try AMQPSession(
        self.configuration, attempt: UInt64(attempt) + 1, role: ErrandChannel(work), onEvent: { _ in })
      do throws(AMQPError) {
        try await session.open(.empty)
        let answer = await session.role.answer
        _ = await session.finish(within: self.configuration.stopTimeout)
        if let answer { return answer }
      } catch {
        _ = await session.finish(within: .zero)
        // What the broker has answered, another node would answer too.
        guard error.replyCode == nil, error.isRetriable else { throw error }
        failure = error
      }
    }
    throw failure
  }
}

/// The channel of an errand: all of it is done while it opens.
private struct ErrandChannel<Answer: Sendable>: ChannelRole {
  private let work: @Sendable (BrokerConnection) throws(AMQPError) -> Answer
  private(set) var answer: Answer?

  init(_ work: @escaping @Sendable (BrokerConnection) throws(AMQPError) -> Answer) {
    self.work = work
  }

  mutating func open(_ connection: BrokerConnection) throws(AMQPError) {
    self.answer = try self.work(connection)
  }

  mutating func handle(_ event: FrameAssembler.Event, at now: ContinuousClock.Instant) {}
  mutating func send(on connection: BrokerConnection, at now: ContinuousClock.Instant) {}
  mutating func stop() {}
  var isQuiet: Bool { true }
  func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }
  mutating func end(_ error: AMQPError) {}
}
