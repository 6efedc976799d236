/// Puts the frames of a connection and its one channel together into events; a value, without I/O.
///
/// librabbitmq's own message functions (`amqp_consume_message`, `amqp_read_message`) silently drop the frames of other
/// channels while they wait for one. Nothing of them is used: every frame comes through here, and one that belongs to no
/// channel of ours is an error.
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
    case blocked(reason: String)
    case unblocked
    case channelClosed(BrokerReply)
    case connectionClosed(BrokerReply)
  }

  /// What the channel is in the middle of. `awaitingHeader` is entered by a deliver or return method and left by its
  /// header; `awaitingBody` is left when the announced bytes are there.
  private enum Progress {
    case betweenMessages
    case awaitingHeader(Frame.Method)
    case awaitingBody(Frame.Method, AMQPProperties, bytesLeft: UInt64, isTruncated: Bool, body: [UInt8])
  }

  private let maximumBodyBytes: Int
  private var progress = Progress.betweenMessages

  init(maximumBodyBytes: Int) {
    self.maximumBodyBytes = maximumBodyBytes
  }

  /// How many bytes of an unfinished message are held.
  var bufferedBytes: Int {
    if case .awaitingBody(_, _, _, _, let body) = self.progress { body.count } else { 0 }
  }

  /// Takes one frame; answers the event it completes, if any. After an error the connection is of no use.
  mutating func take(_ frame: Frame) throws(AMQPError) -> Event? {
    guard frame.channel <= 1 else {
      throw .protocolViolation("a frame came for channel \(frame.channel), which is not open")
    }
    return switch frame.payload {
    case .method(let method): try self.take(method)
    case .header(let size, let properties): try self.take(header: properties, bodySize: size)
    case .body(let bytes): try self.take(body: bytes)
    case .heartbeat, .unknown: nil
    }
  }

  private mutating func take(_ method: Frame.Method) throws(AMQPError) -> Event? {
    switch method {
    // These are about the connection or end the channel: they may come in the middle of a message.
    case .connectionClose(let reply): return .connectionClosed(reply)
    case .channelClose(let reply): return .channelClosed(reply)
    case .blocked(let reason): return .blocked(reason: reason)
    case .unblocked: return .unblocked
    case .deliver, .returned, .ack, .nack, .cancel, .other: break
    }
    guard case .betweenMessages = self.progress else {
      throw .protocolViolation("a method came in the middle of a message")
    }
    switch method {
    case .deliver, .returned:
      self.progress = .awaitingHeader(method)
      return nil
    case .ack(let tag, let multiple): return .confirmed(tag: tag, multiple: multiple, isPositive: true)
    case .nack(let tag, let multiple): return .confirmed(tag: tag, multiple: multiple, isPositive: false)
    case .cancel: return .consumerCancelled
    case .blocked, .unblocked, .channelClose, .connectionClose, .other: return nil
    }
  }

  private mutating func take(header properties: AMQPProperties, bodySize: UInt64) throws(AMQPError) -> Event? {
    guard case .awaitingHeader(let method) = self.progress else {
      throw .protocolViolation("a content header came without its method")
    }
    guard bodySize > 0 else {
      self.progress = .betweenMessages
      return self.event(method, Content(properties: properties, body: [], isTruncated: false))
    }
    self.progress = .awaitingBody(
      method, properties, bytesLeft: bodySize, isTruncated: bodySize > UInt64(self.maximumBodyBytes), body: [])
    return nil
  }

  private mutating func take(body bytes: [UInt8]) throws(AMQPError) -> Event? {
    guard case .awaitingBody(let method, let properties, let bytesLeft, let isTruncated, var body) = self.progress
    else {
      throw .protocolViolation("a body frame came without its header")
    }
    // Let go of, so that the body is extended in place and not copied for each frame.
    self.progress = .betweenMessages
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
    self.progress = .awaitingBody(method, properties, bytesLeft: rest, isTruncated: isTruncated, body: body)
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
