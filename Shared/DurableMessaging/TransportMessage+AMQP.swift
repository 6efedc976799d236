package import AMQP
package import Messaging

extension TransportMessage {
  /// What the broker delivered. A header value that no CloudEvents attribute may have is kept as `unusable`, so that a
  /// refusal can name the header.
  package init(_ delivery: Delivery) {
    let properties = delivery.properties
    self.init(
      exchange: delivery.exchange, routingKey: delivery.routingKey, contentType: properties.contentType,
      // Of a header that comes twice, the first counts, as it does in `FieldTable`.
      headers: Dictionary(
        properties.headers.entries.map { ($0.key, HeaderValue($0.value)) }, uniquingKeysWith: { first, _ in first }),
      messageID: properties.messageID, type: properties.type, timestamp: properties.timestamp,
      correlationID: properties.correlationID, userID: properties.userID, appID: properties.appID,
      body: delivery.body, isTruncated: delivery.isTruncated)
  }

  /// To be published, persistent.
  package var amqpMessage: AMQPMessage {
    let entries = self.headers.sorted { $0.key < $1.key }.map { FieldTable.Entry($0.key, FieldValue($0.value)) }
    return AMQPMessage(
      exchange: self.exchange, routingKey: self.routingKey,
      properties: AMQPProperties(
        contentType: self.contentType, headers: FieldTable(entries), correlationID: self.correlationID,
        messageID: self.messageID, timestamp: self.timestamp, type: self.type, userID: self.userID, appID: self.appID),
      body: self.body)
  }
}

extension HeaderValue {
  init(_ value: FieldValue) {
    self =
      switch value {
      case .string(let text): .string(text)
      case .bool(let flag): .boolean(flag)
      case .int8(let number): .integer(Int64(number))
      case .uint8(let number): .integer(Int64(number))
      case .int16(let number): .integer(Int64(number))
      case .uint16(let number): .integer(Int64(number))
      case .int32(let number): .integer(Int64(number))
      case .uint32(let number): .integer(Int64(number))
      case .int64(let number): .integer(number)
      case .uint64(let number): Int64(exactly: number).map { .integer($0) } ?? .unusable
      case .float, .double, .decimal, .bytes, .timestamp, .table, .array, .null: .unusable
      }
  }
}

extension FieldValue {
  init(_ value: HeaderValue) {
    self =
      switch value {
      case .string(let text): .string(text)
      case .integer(let number): .int64(number)
      case .boolean(let flag): .bool(flag)
      case .unusable: .null
      }
  }
}
