/// Puts the frames of a connection together into events; a value, without I/O.
///
/// librabbitmq's own message functions (`amqp_consume_message`, `amqp_read_message`) drop the frames of other channels while
/// they wait for one, so nothing of them is used: every frame comes through here, whatever its channel.
struct FrameAssembler: Sendable {
  /// A message that has arrived complete.
  struct Content: Sendable, Equatable {
    var properties: AMQPProperties
    var body: [UInt8]
    var isTruncated: Bool
  }

  enum Event: Sendable, Equatable {
    case delivered(tag: UInt64, isRedelivered: Bool, exchange: String, routingKey: String, Content)
    /// A mandatory message that no queue takes; its positive confirm follows.
    case returned(BrokerReply, exchange: String, routingKey: String, Content)
    case confirmed(tag: UInt64, multiple: Bool, isPositive: Bool)
    /// The queue is gone: deleted, or its node is.
    case consumerCancelled
    /// The answer to our `basic.cancel`.
    case cancelDone
    case blocked(reason: String)
    case unblocked
    case channelClosed(BrokerReply)
    case connectionClosed(BrokerReply)
  }

  /// What a channel is in the middle of. `awaitingHeader` is entered by a deliver or return method and left by its header;
  /// `awaitingBody` is left when the announced bytes are there. Between messages a channel has no entry.
  private enum Partial {
    case awaitingHeader(Frame.Method)
    case awaitingBody(Frame.Method, AMQPProperties, bytesLeft: UInt64, isTruncated: Bool, body: [UInt8])
  }

  private let maximumBodyBytes: Int
  private var partials: [UInt16: Partial] = [:]

  init(maximumBodyBytes: Int) {
    self.maximumBodyBytes = maximumBodyBytes
  }

  /// How many bytes of unfinished messages are held.
  var bufferedBytes: Int {
    self.partials.values.reduce(0) { sum, partial in
      if case .awaitingBody(_, _, _, _, let body) = partial { sum + body.count } else { sum }
    }
  }

  /// Takes one frame; answers the event it completes, if any. After an error the connection is of no use.
  mutating func take(_ frame: Frame) throws(AMQPError) -> Event? {
    switch frame.payload {
    case .method(let method): try self.take(method, on: frame.channel)
    case .header(let size, let properties): try self.take(header: properties, bodySize: size, on: frame.channel)
    case .body(let bytes): try self.take(body: bytes, on: frame.channel)
    case .heartbeat, .unknown: nil
    }
  }

  private mutating func take(_ method: Frame.Method, on channel: UInt16) throws(AMQPError) -> Event? {
    switch method {
    case .connectionClose(let reply): return .connectionClosed(reply)
    case .blocked(let reason): return .blocked(reason: reason)
    case .unblocked: return .unblocked
    case .channelClose(let reply):
      self.partials[channel] = nil
      return .channelClosed(reply)
    default: break
    }
    guard self.partials[channel] == nil else {
      throw .protocolViolation("a method came in the middle of a message")
    }
    switch method {
    case .deliver, .returned:
      self.partials[channel] = .awaitingHeader(method)
      return nil
    case .ack(let tag, let multiple): return .confirmed(tag: tag, multiple: multiple, isPositive: true)
    case .nack(let tag, let multiple): return .confirmed(tag: tag, multiple: multiple, isPositive: false)
    case .cancel: return .consumerCancelled
    case .cancelOK: return .cancelDone
    default: return nil
    }
  }

  private mutating func take(
    header properties: AMQPProperties, bodySize: UInt64, on channel: UInt16
  ) throws(AMQPError) -> Event? {
    guard case .awaitingHeader(let method) = self.partials.removeValue(forKey: channel) else {
      throw .protocolViolation("a content header came without its method")
    }
    guard bodySize > 0 else {
      return self.event(method, Content(properties: properties, body: [], isTruncated: false))
    }
    self.partials[channel] = .awaitingBody(
      method, properties, bytesLeft: bodySize, isTruncated: bodySize > UInt64(self.maximumBodyBytes), body: [])
    return nil
  }

  private mutating func take(body bytes: [UInt8], on channel: UInt16) throws(AMQPError) -> Event? {
    // Removed and put back, so that the body is extended in place and not copied for each frame.
    guard
      case .awaitingBody(let method, let properties, let bytesLeft, let isTruncated, var body) =
        self.partials.removeValue(forKey: channel)
    else { throw .protocolViolation("a body frame came without its header") }
    guard UInt64(bytes.count) <= bytesLeft else {
      throw .protocolViolation("a body is longer than its header says")
    }
    let room = self.maximumBodyBytes - body.count
    if body.isEmpty && bytes.count <= room {
      body = bytes
    } else {
      body.append(contentsOf: bytes.prefix(room))
    }
    let rest = bytesLeft - UInt64(bytes.count)
    if rest == 0 {
      return self.event(method, Content(properties: properties, body: body, isTruncated: isTruncated))
    }
    self.partials[channel] = .awaitingBody(
      method, properties, bytesLeft: rest, isTruncated: isTruncated, body: body)
    return nil
  }

  private func event(_ method: Frame.Method, _ content: Content) -> Event? {
    switch method {
    case .deliver(let tag, let isRedelivered, let exchange, let routingKey):
      .delivered(tag: tag, isRedelivered: isRedelivered, exchange: exchange, routingKey: routingKey, content)
    case .returned(let reply, let exchange, let routingKey):
      .returned(reply, exchange: exchange, routingKey: routingKey, content)
    default: nil
    }
  }
}
