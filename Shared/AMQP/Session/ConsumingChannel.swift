/// The consuming side of a session: what has been delivered, who waits for it, and what may be acknowledged.
///
/// It stops without `basic.cancel`. A queue's single active consumer that cancels keeps what it has not acknowledged, while
/// the next one is given what comes after it: a case's later event would be handled before an earlier one that is still to
/// be returned. When the connection closes the broker takes everything back first.
struct ConsumingChannel: ChannelRole {
  typealias Answer = Result<[Delivery]?, AMQPError>

  private let consumer: AMQPConsumer.Configuration
  private let generation: UInt64
  private var buffer: DeliveryBuffer
  private var watermark = AckWatermark()
  private var isStopping = false
  private var taker: CheckedContinuation<Answer, Never>?
  private var error: AMQPError?

  init(_ consumer: AMQPConsumer.Configuration, generation: UInt64) {
    self.consumer = consumer
    self.generation = generation
    self.buffer = DeliveryBuffer(batchSize: consumer.batchSize, batchDelay: consumer.batchDelay)
  }

  /// Answers with the next batch when it is ready; with nil when the consumer has stopped. One taker at a time.
  mutating func take(_ taker: CheckedContinuation<Answer, Never>) {
    if let error {
      taker.resume(returning: .failure(error))
    } else if let earlier = self.taker {
      self.taker = taker
      earlier.resume(returning: .failure(AMQPError(.closed, detail: "the batches are taken by somebody else")))
    } else {
      self.taker = taker
    }
  }

  /// The batch is dealt with. Deliveries of an earlier link are passed over: the broker has redelivered them.
  mutating func settle(_ deliveries: [Delivery]) {
    for delivery in deliveries where delivery.tag.generation == self.generation {
      self.watermark.settle(delivery.tag.value)
    }
  }

  mutating func open(_ connection: BrokerConnection) throws(AMQPError) {
    try connection.consume(queue: self.consumer.queue, prefetch: self.consumer.prefetch)
  }

  mutating func handle(_ event: FrameAssembler.Event, at now: ContinuousClock.Instant) throws(AMQPError) {
    switch event {
    case .delivered(let tag, let isRedelivered, let exchange, let routingKey, let content):
      // What comes after `stop` is left to the broker, which gives it to the next consumer.
      guard !self.isStopping else { return }
      self.buffer.append(
        Delivery(
          tag: DeliveryTag(value: tag, generation: self.generation), isRedelivered: isRedelivered, exchange: exchange,
          routingKey: routingKey, properties: content.properties, body: content.body, isTruncated: content.isTruncated),
        at: now)
    case .consumerCancelled:
      throw AMQPError(.consumerCancelled, detail: "queue \(self.consumer.queue) was deleted or its node is gone")
    case .returned, .confirmed, .blocked, .unblocked, .channelClosed, .connectionClosed: break
    }
  }

  mutating func send(on connection: BrokerConnection, at now: ContinuousClock.Instant) throws(AMQPError) {
    // One acknowledgement for everything the round has settled.
    if let ack = self.watermark.takeAck() { try connection.acknowledge(ack) }
    guard self.taker != nil else { return }
    if self.isStopping {
      self.answer(.success(nil))
    } else if let batch = self.buffer.takeBatch(at: now) {
      self.answer(.success(batch))
    }
  }

  mutating func stop() {
    self.isStopping = true
    self.buffer.removeAll()
  }

  var isQuiet: Bool { self.isStopping }

  func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    self.taker == nil ? nil : self.buffer.dueAt
  }

  mutating func end(_ error: AMQPError) {
    self.error = error
    self.answer(.failure(error))
  }

  private mutating func answer(_ answer: Answer) {
    self.taker?.resume(returning: answer)
    self.taker = nil
  }
}
