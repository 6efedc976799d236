extension AMQPSession where Role == PublishingChannel {
  /// Hands a message over; the turn that follows sends it, with all that came in the same round.
  func send(_ message: AMQPMessage, _ promise: Promise<Void>) {
    self.role.enqueue(message, promise)
  }
}
