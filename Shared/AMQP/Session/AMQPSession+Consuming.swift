extension AMQPSession where Role == ConsumingChannel {
  /// The next batch, when it is ready; nil when the session has stopped taking.
  func nextBatch() async throws(AMQPError) -> [Delivery]? {
    // The thread takes a turn after each of its jobs, so a batch that is ready is handed out at once.
    let answer = await withCheckedContinuation { self.role.take($0) }
    return try answer.get()
  }

  /// Acknowledges with the turn that follows; only what no earlier, unsettled delivery stands before.
  func settle(_ deliveries: [Delivery]) {
    self.role.settle(deliveries)
  }
}
