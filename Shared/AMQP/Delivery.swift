/// The broker's number of a delivery, which means something only on the link that brought it.
package struct DeliveryTag: Sendable, Hashable {
  package let value: UInt64
  /// Counts the links of a consumer. Settling a delivery of an earlier one does nothing: the broker has redelivered it.
  package let generation: UInt64

  package init(value: UInt64, generation: UInt64) {
    self.value = value
    self.generation = generation
  }
}

/// A message that the broker has handed to a consumer.
package struct Delivery: Sendable, Hashable {
  package let tag: DeliveryTag
  /// The broker has handed it out before, to this consumer or another; whether that one dealt with it is not known.
  package let isRedelivered: Bool
  package let exchange: String
  package let routingKey: String
  package let properties: AMQPProperties
  package let body: [UInt8]
  /// The body was longer than `AMQPConfiguration.maximumBodyBytes`; `body` is its beginning.
  package let isTruncated: Bool

  package init(
    tag: DeliveryTag, isRedelivered: Bool = false, exchange: String, routingKey: String,
    properties: AMQPProperties = AMQPProperties(), body: [UInt8], isTruncated: Bool = false
  ) {
    self.tag = tag
    self.isRedelivered = isRedelivered
    self.exchange = exchange
    self.routingKey = routingKey
    self.properties = properties
    self.body = body
    self.isTruncated = isTruncated
  }
}

/// What a consumer's handler says when it has dealt with a batch.
package enum BatchOutcome: Sendable, Hashable {
  /// Every delivery of the batch is safely dealt with; all are acknowledged.
  case settled
  /// Every delivery is acknowledged; then the link is given up and a new one is opened, behind other consumers in the line.
  case handOver
  /// Nothing is acknowledged: the link is given up, a new one is opened after a pause, and the broker redelivers.
  case abandon
}
