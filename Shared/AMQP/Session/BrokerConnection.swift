import CRabbitMQ
import Glibc

/// One connection with its one channel: the only place that holds librabbitmq's pointer.
///
/// It belongs to one `AMQPSession` and is used on its thread alone; every call may block, for no longer than the limit it
/// was opened with. After an error only `deinit` may follow: some functions of the library end the process when they are
/// called in the wrong state. How the calls are put together stands in `AMQPSession`.
final class BrokerConnection {
  private let state: amqp_connection_state_t
  private let arena = WireArena()
  private static let channel: amqp_channel_t = 1
  private static let consumerTag = "redress"
  /// What RabbitMQ offers; a smaller frame only splits bodies into more pieces.
  private static let wantedFrameSize: Int32 = 131_072

  /// Connects, logs in and opens the channel. `onSocket` gets the descriptor as soon as there is one.
  init(
    _ configuration: AMQPConfiguration, _ address: AMQPConfiguration.Address, onSocket: (Int32) -> Void
  ) throws(AMQPError) {
    guard let state = amqp_new_connection() else {
      throw AMQPError(.linkLost, detail: "no memory for a broker connection")
    }
    self.state = state
    // Without limits of our own an answer that never comes would be waited for, for ever.
    var limit = timeval(configuration.rpcTimeout)
    amqp_set_handshake_timeout(state, &limit)
    amqp_set_rpc_timeout(state, &limit)
    guard let socket = amqp_tcp_socket_new(state) else {
      throw AMQPError(.linkLost, detail: "no memory for a broker connection")
    }
    try BrokerConnection.check(
      amqp_socket_open_noblock(socket, address.host, Int32(address.port), &limit), "\(address)")
    onSocket(amqp_get_sockfd(state))
    try self.logIn(configuration, address)
    _ = amqp_channel_open(state, BrokerConnection.channel)
    try self.checkReply("the channel")
  }

  deinit {
    amqp_destroy_connection(self.state)
  }

  var descriptor: Int32 { amqp_get_sockfd(self.state) }

  var maximumFrameSize: Int { Int(amqp_get_frame_max(self.state)) }

  /// Frames that were read while we were sending: the socket will not wake anybody for them.
  var hasBufferedInput: Bool {
    amqp_frames_enqueued(self.state) != 0 || amqp_data_in_buffer(self.state) != 0
  }

  /// The next frame, or nil when none has arrived. Also sends and checks heartbeats, which librabbitmq does nowhere else.
  func receive() throws(AMQPError) -> Frame? {
    var frame = amqp_frame_t()
    var noTime = timeval()
    let status = amqp_simple_wait_frame_noblock(self.state, &frame, &noTime)
    if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
    try BrokerConnection.check(status, "the link")
    return Frame(frame)
  }

  /// Takes back the memory of the frames that were read; without it the buffers grow as long as the connection lives.
  func releaseBuffers() {
    amqp_maybe_release_buffers(self.state)
  }

  func publish(_ message: AMQPMessage) throws(AMQPError) {
    let status = try self.arena.scoped { (arena) throws(AMQPError) in
      let exchange = try arena.bytes(message.exchange)
      let routingKey = try arena.bytes(message.routingKey)
      var properties = try message.properties.wire(in: arena)
      return message.body.withUnsafeBytes { body in
        let bytes = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
        return amqp_basic_publish(self.state, BrokerConnection.channel, exchange, routingKey, 1, 0, &properties, bytes)
      }
    }
    try BrokerConnection.check(status, "publishing")
  }

  func acknowledge(_ ack: AckWatermark.Ack) throws(AMQPError) {
    let multiple: amqp_boolean_t = ack.multiple ? 1 : 0
    try BrokerConnection.check(
      amqp_basic_ack(self.state, BrokerConnection.channel, ack.tag, multiple), "acknowledging")
  }

  func selectConfirms() throws(AMQPError) {
    _ = amqp_confirm_select(self.state, BrokerConnection.channel)
    try self.checkReply("confirm mode")
  }

  func consume(queue: String, prefetch: Int) throws(AMQPError) {
    _ = amqp_basic_qos(self.state, BrokerConnection.channel, 0, UInt16(clamping: prefetch), 0)
    try self.checkReply("prefetch")
    try self.arena.scoped { (arena) throws(AMQPError) in
      _ = amqp_basic_consume(
        self.state, BrokerConnection.channel, try arena.bytes(queue), try arena.bytes(BrokerConnection.consumerTag), 0,
        0,
        0, amqp_empty_table)
    }
    try self.checkReply("queue \(queue)")
  }

  func declare(_ exchange: Topology.Exchange) throws(AMQPError) {
    try self.arena.scoped { (arena) throws(AMQPError) in
      _ = amqp_exchange_declare(
        self.state, BrokerConnection.channel, try arena.bytes(exchange.name), try arena.bytes(exchange.kind.rawValue),
        exchange.isForeign ? 1 : 0, 1, 0, 0, try arena.table(exchange.arguments))
    }
    try self.checkReply("exchange \(exchange.name)")
  }

  func declare(_ queue: Topology.Queue) throws(AMQPError) {
    let isExclusive: amqp_boolean_t = queue.isExclusive ? 1 : 0
    try self.arena.scoped { (arena) throws(AMQPError) in
      _ = amqp_queue_declare(
        self.state, BrokerConnection.channel, try arena.bytes(queue.name), 0, 1 - isExclusive, isExclusive, isExclusive,
        try arena.table(queue.arguments))
    }
    try self.checkReply("queue \(queue.name) \(queue.arguments)")
  }

  func bind(_ binding: Topology.Binding) throws(AMQPError) {
    try self.arena.scoped { (arena) throws(AMQPError) in
      let source = try arena.bytes(binding.exchange)
      let key = try arena.bytes(binding.routingKey)
      switch binding.destination {
      case .queue(let name):
        _ = amqp_queue_bind(
          self.state, BrokerConnection.channel, try arena.bytes(name), source, key, amqp_empty_table)
      case .exchange(let name):
        _ = amqp_exchange_bind(
          self.state, BrokerConnection.channel, try arena.bytes(name), source, key, amqp_empty_table)
      }
    }
    try self.checkReply("binding \(binding)")
  }

  /// Nothing happens when there is no such binding.
  func unbind(_ binding: Topology.Binding) throws(AMQPError) {
    try self.arena.scoped { (arena) throws(AMQPError) in
      let source = try arena.bytes(binding.exchange)
      let key = try arena.bytes(binding.routingKey)
      switch binding.destination {
      case .queue(let name):
        _ = amqp_queue_unbind(
          self.state, BrokerConnection.channel, try arena.bytes(name), source, key, amqp_empty_table)
      case .exchange(let name):
        _ = amqp_exchange_unbind(
          self.state, BrokerConnection.channel, try arena.bytes(name), source, key, amqp_empty_table)
      }
    }
    try self.checkReply("unbinding \(binding)")
  }

  /// Looks at a queue without declaring it. Throws `notFound` when there is none.
  func depth(ofQueue name: String) throws(AMQPError) -> QueueDepth {
    let answer = try self.arena.scoped { (arena) throws(AMQPError) in
      amqp_queue_declare(
        self.state, BrokerConnection.channel, try arena.bytes(name), 1, 0, 0, 0, amqp_empty_table)?.pointee
    }
    try self.checkReply("queue \(name)")
    return QueueDepth(ready: Int(answer?.message_count ?? 0), consumers: Int(answer?.consumer_count ?? 0))
  }

  /// With all that is in it. Nothing happens when there is no such queue.
  func delete(queue name: String) throws(AMQPError) {
    try self.arena.scoped { (arena) throws(AMQPError) in
      _ = amqp_queue_delete(self.state, BrokerConnection.channel, try arena.bytes(name), 0, 0)
    }
    try self.checkReply("queue \(name)")
  }

  /// Nothing happens when there is no such exchange.
  func delete(exchange name: String) throws(AMQPError) {
    try self.arena.scoped { (arena) throws(AMQPError) in
      _ = amqp_exchange_delete(self.state, BrokerConnection.channel, try arena.bytes(name), 0)
    }
    try self.checkReply("exchange \(name)")
  }

  /// Closes the channel first, whose answer says that every acknowledgement before it has been taken, then the connection.
  func close(within limit: Duration) {
    var limit = timeval(limit)
    amqp_set_rpc_timeout(self.state, &limit)
    let reply = amqp_channel_close(self.state, BrokerConnection.channel, AMQP_REPLY_SUCCESS)
    guard reply.reply_type == AMQP_RESPONSE_NORMAL else { return }
    _ = amqp_connection_close(self.state, AMQP_REPLY_SUCCESS)
  }

  /// Answers a `connection.close` of the broker, which waits for it.
  func acceptClose() {
    var closeOK = amqp_connection_close_ok_t()
    _ = amqp_send_method(self.state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &closeOK)
  }

  private func logIn(_ configuration: AMQPConfiguration, _ address: AMQPConfiguration.Address) throws(AMQPError) {
    // Unasked, the broker neither tells when it deletes the queue under a consumer nor when it stops reading.
    let capabilities: FieldTable = [
      "consumer_cancel_notify": true, "connection.blocked": true, "authentication_failure_close": true,
      "publisher_confirms": true, "basic.nack": true,
    ]
    let client: FieldTable = [
      "product": "redress", "connection_name": .string(configuration.connectionName),
      "capabilities": .table(capabilities),
    ]
    let reply = try self.arena.scoped { (arena) throws(AMQPError) in
      var properties = try arena.table(client)
      return redress_amqp_login(
        self.state, configuration.virtualHost, BrokerConnection.wantedFrameSize, Int32(configuration.heartbeat),
        &properties, configuration.user, configuration.password)
    }
    try BrokerConnection.check(
      reply, "logging in to \(address), virtual host \(configuration.virtualHost), as \(configuration.user)")
  }

  private func checkReply(_ subject: String) throws(AMQPError) {
    try BrokerConnection.check(amqp_get_rpc_reply(self.state), subject)
  }

  private static func check(_ status: Int32, _ subject: String) throws(AMQPError) {
    guard status < 0 else { return }
    let text = String(cString: amqp_error_string2(status))
    throw AMQPError(status == AMQP_STATUS_TIMEOUT.rawValue ? .timeout : .linkLost, detail: "\(subject): \(text)")
  }

  private static func check(_ reply: amqp_rpc_reply_t, _ subject: String) throws(AMQPError) {
    switch reply.reply_type {
    case AMQP_RESPONSE_NORMAL: return
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      guard let close = Frame.Method(reply.reply).closeReply else {
        throw .protocolViolation("\(subject): the broker answered with method \(reply.reply.id)")
      }
      throw AMQPError(replyCode: close.code, replyText: close.text, detail: subject)
    case AMQP_RESPONSE_LIBRARY_EXCEPTION: try self.check(reply.library_error, subject)
    default: throw AMQPError(.linkLost, detail: "\(subject): the broker closed the connection")
    }
  }
}

extension timeval {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
  }
}
