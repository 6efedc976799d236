import CRabbitMQ
import FoundationEssentials

extension AMQPProperties {
  /// Copies decoded C properties.
  init(_ wire: amqp_basic_properties_t) {
    func has(_ flag: Int32) -> Bool { wire._flags & UInt32(flag) != 0 }
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? { has(flag) ? String(wire: bytes) : nil }
    self.init(
      contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, wire.content_type),
      contentEncoding: text(AMQP_BASIC_CONTENT_ENCODING_FLAG, wire.content_encoding),
      headers: has(AMQP_BASIC_HEADERS_FLAG) ? FieldTable(wire.headers) : [:],
      isPersistent: has(AMQP_BASIC_DELIVERY_MODE_FLAG) && wire.delivery_mode == 2,
      priority: has(AMQP_BASIC_PRIORITY_FLAG) ? wire.priority : nil,
      correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, wire.correlation_id),
      replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, wire.reply_to),
      expiration: text(AMQP_BASIC_EXPIRATION_FLAG, wire.expiration),
      messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, wire.message_id),
      timestamp: has(AMQP_BASIC_TIMESTAMP_FLAG) ? Date(timeIntervalSince1970: Double(wire.timestamp)) : nil,
      type: text(AMQP_BASIC_TYPE_FLAG, wire.type),
      userID: text(AMQP_BASIC_USER_ID_FLAG, wire.user_id),
      appID: text(AMQP_BASIC_APP_ID_FLAG, wire.app_id))
  }

  /// The C form, valid as long as `arena`'s scope.
  func wire(in arena: WireArena) throws(AMQPError) -> amqp_basic_properties_t {
    var wire = amqp_basic_properties_t()
    // No key paths: writing through one takes longer than copying the text.
    func bytes(_ text: String?, _ flag: Int32) throws(AMQPError) -> amqp_bytes_t {
      guard let text else { return amqp_empty_bytes }
      wire._flags |= UInt32(flag)
      return try arena.bytes(text)
    }
    wire.content_type = try bytes(self.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG)
    wire.content_encoding = try bytes(self.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG)
    wire.correlation_id = try bytes(self.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG)
    wire.reply_to = try bytes(self.replyTo, AMQP_BASIC_REPLY_TO_FLAG)
    wire.expiration = try bytes(self.expiration, AMQP_BASIC_EXPIRATION_FLAG)
    wire.message_id = try bytes(self.messageID, AMQP_BASIC_MESSAGE_ID_FLAG)
    wire.type = try bytes(self.type, AMQP_BASIC_TYPE_FLAG)
    wire.user_id = try bytes(self.userID, AMQP_BASIC_USER_ID_FLAG)
    wire.app_id = try bytes(self.appID, AMQP_BASIC_APP_ID_FLAG)
    wire._flags |= UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    wire.delivery_mode = self.isPersistent ? 2 : 1
    if !self.headers.isEmpty {
      wire._flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
      wire.headers = try arena.table(self.headers)
    }
    if let priority {
      wire._flags |= UInt32(AMQP_BASIC_PRIORITY_FLAG)
      wire.priority = priority
    }
    // The protocol's time is unsigned: what lies before 1970 cannot be said, and is left out.
    if let timestamp, let seconds = UInt64(exactly: timestamp.timeIntervalSince1970.rounded(.down)) {
      wire._flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
      wire.timestamp = seconds
    }
    return wire
  }
}
