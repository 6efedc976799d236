/// The publishing side of a session: a queue of what wants to leave, and the window of what has left.
struct PublishingChannel: ChannelRole {
  private struct Pending {
    var message: AMQPMessage
    var promise: Promise<Void>
  }

  private let confirmTimeout: Duration
  private let metrics: LinkMetrics
  private var window: ConfirmWindow<Promise<Void>>
  private var queue: [Pending] = []
  private var maximumFrameSize = 0
  /// Why nothing more is taken; nil while it is.
  private var refusal: AMQPError?
  /// The broker does not read (memory or disk alarm). Nothing is sent: it would fill the socket and stick in `send`.
  private var isBlocked = false
  private var refusedRoutes = RefusedRoutes()
  /// Confirms are not late for the time the broker was blocked.
  private var confirmsDueSince: ContinuousClock.Instant?

  init(_ configuration: AMQPConfiguration, metrics: LinkMetrics) {
    self.confirmTimeout = configuration.confirmTimeout
    self.metrics = metrics
    self.window = ConfirmWindow(
      limit: configuration.confirmWindow, maximumBytes: configuration.confirmWindowBytes)
  }

  /// Takes a message to be sent with the next turn that has room for it.
  mutating func enqueue(_ message: AMQPMessage, _ promise: Promise<Void>) {
    do throws(AMQPError) {
      if let refusal { throw refusal }
      try message.check(maximumFrameSize: self.maximumFrameSize)
      self.queue.append(Pending(message: message, promise: promise))
    } catch {
      promise.answer(.failure(error))
    }
  }

  mutating func open(_ connection: BrokerConnection) throws(AMQPError) {
    try connection.selectConfirms()
    self.maximumFrameSize = connection.maximumFrameSize
  }

  mutating func handle(_ event: FrameAssembler.Event, at now: ContinuousClock.Instant) throws(AMQPError) {
    switch event {
    case .confirmed(let tag, let multiple, let isPositive):
      let settled = try self.window.confirmed(tag: tag, multiple: multiple, isPositive: isPositive)
      for message in settled {
        self.metrics.confirmed(after: now - message.sentAt)
        message.ticket.answer(self.answer(message.outcome))
      }
      // Only when everybody has his answer: this may give the link up.
      for message in settled { try self.noteRefusal(message, at: now) }
    case .returned(let reply, let exchange, let routingKey, let content):
      self.window.returned(
        .init(exchange: exchange, routingKey: routingKey, messageID: content.properties.messageID), reply)
    case .blocked: self.isBlocked = true
    case .unblocked:
      self.isBlocked = false
      self.confirmsDueSince = now
    case .delivered, .consumerCancelled, .channelClosed, .connectionClosed: break
    }
  }

  mutating func send(on connection: BrokerConnection, at now: ContinuousClock.Instant) throws(AMQPError) {
    guard !self.isBlocked else { return }
    if let due = self.confirmDeadline, due <= now {
      throw AMQPError(.linkLost, detail: "no confirm within \(self.confirmTimeout)")
    }
    var taken = 0
    while taken < self.queue.count && self.window.hasRoom(for: self.queue[taken].message.body.count) {
      let pending = self.queue[taken]
      taken += 1
      if pending.promise.isAnswered { continue }
      let message = pending.message
      // Into the window first: should publishing fail half-way, the message is among those nobody knows about.
      _ = self.window.send(
        pending.promise,
        key: .init(
          exchange: message.exchange, routingKey: message.routingKey, messageID: message.properties.messageID),
        bytes: message.body.count, at: now)
      try connection.publish(message)
    }
    self.queue.removeFirst(taken)
  }

  mutating func stop() {
    self.refuse(AMQPError(.closed, detail: "the publisher is stopping"))
  }

  var isQuiet: Bool { self.window.count == 0 }

  func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    self.isBlocked ? nil : self.confirmDeadline
  }

  mutating func end(_ error: AMQPError) {
    let isAlone = self.window.count == 1
    for entry in self.window.takeAll() {
      entry.ticket.answer(.failure(error.forMessage(to: entry.key.exchange, isAlone: isAlone)))
    }
    self.refuse(AMQPError(.linkLost, detail: "the link was lost before the message left", underlying: error))
  }

  private var confirmDeadline: ContinuousClock.Instant? {
    self.window.oldestSentAt.map { max($0, self.confirmsDueSince ?? $0) + self.confirmTimeout }
  }

  private mutating func noteRefusal(
    _ settled: ConfirmWindow<Promise<Void>>.Settled, at now: ContinuousClock.Instant
  ) throws(AMQPError) {
    let route = RefusedRoutes.Route(exchange: settled.key.exchange, routingKey: settled.key.routingKey)
    self.refusedRoutes.settled(route, isRefused: settled.outcome == .notConfirmed, at: now)
    guard self.refusedRoutes.exhausted(by: route, at: now) else { return }
    throw AMQPError(
      .linkLost, detail: "everything for \(route.exchange) was refused for \(RefusedRoutes.limit)")
  }

  private mutating func refuse(_ error: AMQPError) {
    self.refusal = self.refusal ?? error
    for pending in self.queue { pending.promise.answer(.failure(error)) }
    self.queue = []
  }

  private func answer(_ outcome: ConfirmWindow<Promise<Void>>.Outcome) -> Promise<Void>.Answer {
    switch outcome {
    case .confirmed: return .success(())
    case .notConfirmed: return .failure(AMQPError(.notConfirmed))
    case .unroutable(let reply):
      self.metrics.unroutable()
      return .failure(AMQPError(.unroutable, replyCode: reply.code, replyText: reply.text))
    }
  }
}
