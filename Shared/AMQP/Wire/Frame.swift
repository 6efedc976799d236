import CRabbitMQ

/// One frame of the protocol, copied out of librabbitmq's memory (which the next release of buffers takes back).
struct Frame: Sendable, Equatable {
  enum Payload: Sendable, Equatable {
    case method(Method)
    case header(bodySize: UInt64, properties: AMQPProperties)
    case body([UInt8])
    /// librabbitmq swallows heartbeats, but not those it has queued while it was sending.
    case heartbeat
    case unknown(type: UInt8)
  }

  /// The methods a broker sends of its own accord, and the answers that we wait for without blocking.
  enum Method: Sendable, Equatable {
    case deliver(tag: UInt64, isRedelivered: Bool, exchange: String, routingKey: String)
    case returned(BrokerReply, exchange: String, routingKey: String)
    case ack(tag: UInt64, multiple: Bool)
    case nack(tag: UInt64, multiple: Bool)
    case cancel
    case blocked(reason: String)
    case unblocked
    case channelClose(BrokerReply)
    case connectionClose(BrokerReply)
    case other(id: UInt32)
  }

  var channel: UInt16
  var payload: Payload
}

/// The broker's reason for a return or a close.
struct BrokerReply: Sendable, Equatable {
  var code: UInt16
  var text: String
}

extension Frame {
  init(_ frame: amqp_frame_t) {
    self.channel = frame.channel
    switch Int32(frame.frame_type) {
    case AMQP_FRAME_METHOD:
      self.payload = .method(Method(frame.payload.method))
    case AMQP_FRAME_HEADER:
      let header = frame.payload.properties
      let properties = header.class_id == AMQP_BASIC_CLASS ? header.decoded : nil
      self.payload = .header(
        bodySize: header.body_size,
        properties: properties.map { AMQPProperties($0.load(as: amqp_basic_properties_t.self)) } ?? AMQPProperties())
    case AMQP_FRAME_BODY:
      self.payload = .body([UInt8](wire: frame.payload.body_fragment))
    case AMQP_FRAME_HEARTBEAT:
      self.payload = .heartbeat
    default:
      self.payload = .unknown(type: frame.frame_type)
    }
  }
}

extension Frame.Method {
  /// The reason, when this closes the channel or the connection.
  var closeReply: BrokerReply? {
    switch self {
    case .channelClose(let reply), .connectionClose(let reply): reply
    default: nil
    }
  }

  init(_ method: amqp_method_t) {
    guard let decoded = method.decoded else {
      self = .other(id: method.id)
      return
    }
    switch method.id {
    case AMQP_BASIC_DELIVER_METHOD:
      let deliver = decoded.load(as: amqp_basic_deliver_t.self)
      self = .deliver(
        tag: deliver.delivery_tag, isRedelivered: deliver.redelivered != 0, exchange: String(wire: deliver.exchange),
        routingKey: String(wire: deliver.routing_key))
    case AMQP_BASIC_RETURN_METHOD:
      let returned = decoded.load(as: amqp_basic_return_t.self)
      self = .returned(
        BrokerReply(code: returned.reply_code, text: String(wire: returned.reply_text)),
        exchange: String(wire: returned.exchange), routingKey: String(wire: returned.routing_key))
    case AMQP_BASIC_ACK_METHOD:
      let ack = decoded.load(as: amqp_basic_ack_t.self)
      self = .ack(tag: ack.delivery_tag, multiple: ack.multiple != 0)
    case AMQP_BASIC_NACK_METHOD:
      let nack = decoded.load(as: amqp_basic_nack_t.self)
      self = .nack(tag: nack.delivery_tag, multiple: nack.multiple != 0)
    case AMQP_BASIC_CANCEL_METHOD:
      self = .cancel
    case AMQP_CONNECTION_BLOCKED_METHOD:
      self = .blocked(reason: String(wire: decoded.load(as: amqp_connection_blocked_t.self).reason))
    case AMQP_CONNECTION_UNBLOCKED_METHOD:
      self = .unblocked
    case AMQP_CHANNEL_CLOSE_METHOD:
      let close = decoded.load(as: amqp_channel_close_t.self)
      self = .channelClose(BrokerReply(code: close.reply_code, text: String(wire: close.reply_text)))
    case AMQP_CONNECTION_CLOSE_METHOD:
      let close = decoded.load(as: amqp_connection_close_t.self)
      self = .connectionClose(BrokerReply(code: close.reply_code, text: String(wire: close.reply_text)))
    default:
      self = .other(id: method.id)
    }
  }
}
