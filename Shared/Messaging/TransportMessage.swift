package import FoundationEssentials

/// A message as a transport carries it: properties, headers and bytes, before anybody has looked into it.
///
/// The shape is that of AMQP 0-9-1, the only transport outside of tests; this module does not know its library.
package struct TransportMessage: Sendable, Equatable {
  package var exchange: String
  package var routingKey: String
  package var contentType: String?
  package var headers: [String: HeaderValue]
  package var messageID: String?
  package var type: String?
  package var timestamp: Date?
  package var correlationID: String?
  /// The broker user who sent it; the broker refuses a message that claims another.
  package var userID: String?
  package var appID: String?
  package var body: [UInt8]
  /// The transport cut the body off at its limit.
  package var isTruncated: Bool

  package init(
    exchange: String, routingKey: String, contentType: String? = nil, headers: [String: HeaderValue] = [:],
    messageID: String? = nil, type: String? = nil, timestamp: Date? = nil, correlationID: String? = nil,
    userID: String? = nil, appID: String? = nil, body: [UInt8], isTruncated: Bool = false
  ) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.contentType = contentType
    self.headers = headers
    self.messageID = messageID
    self.type = type
    self.timestamp = timestamp
    self.correlationID = correlationID
    self.userID = userID
    self.appID = appID
    self.body = body
    self.isTruncated = isTruncated
  }
}

/// A header's value, as far as CloudEvents attributes can use it.
package enum HeaderValue: Sendable, Hashable {
  case string(String)
  case integer(Int64)
  case boolean(Bool)
  /// A kind of value that no attribute may have: bytes that are not UTF-8, a table, a floating-point number …
  case unusable
}
