import AMQP

extension Part {
  /// The publisher's link to the broker, whose topology is applied whenever it comes up.
  ///
  /// A broker that is not there is waited for, and the rest of the service works without it: what is to be published
  /// stays in the outbox. One that refuses this user before it has ever let us in ends the service: somebody must look.
  static func brokerLink(_ publisher: AMQPPublisher, limit: Duration) -> Part {
    .support("broker link", limit: limit) {
      let run = Task { await publisher.run() }
      try await withTaskCancellationHandler {
        let refusal = await Self.firstRefusal(of: publisher)
        if refusal != nil { run.cancel() }
        await run.value
        if let refusal { throw refusal }
        if await publisher.linkState == .failed { throw publisher.lastRefusal ?? AMQPError(.closed) }
      } onCancel: {
        run.cancel()
      }
    }
  }

  /// Returns nil when the link is up for the first time, or has ended.
  private static func firstRefusal(of publisher: AMQPPublisher) async -> AMQPError? {
    while !Task.isCancelled {
      switch await publisher.linkState {
      case .ready, .blocked, .closing, .closed, .failed: return nil
      case .disconnected, .connecting, .backingOff:
        if let refusal = publisher.lastRefusal, refusal.code == .refused { return refusal }
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }
}
