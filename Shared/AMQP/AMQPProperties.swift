package import FoundationEssentials

/// The properties of a message, as AMQP 0-9-1 has them (`cluster-id`, deprecated, is left out).
///
/// Every text but those in `headers` is a short string: at most 255 bytes of UTF-8. Publishing a longer one is refused with
/// `AMQPError.Code.invalidMessage`; one from outside that is not UTF-8 is read with replacement characters.
package struct AMQPProperties: Sendable, Hashable {
  package var contentType: String?
  package var contentEncoding: String?
  package var headers: FieldTable
  /// Delivery mode 2: the broker keeps the message on disk. The default.
  package var isPersistent: Bool
  package var priority: UInt8?
  package var correlationID: String?
  package var replyTo: String?
  /// Time to live in milliseconds, as decimal digits.
  package var expiration: String?
  package var messageID: String?
  /// Whole seconds, UTC. A fraction is cut off on the wire.
  package var timestamp: Date?
  package var type: String?
  /// The broker refuses a message whose user id is not the connection's user, so that a receiver may believe it.
  package var userID: String?
  package var appID: String?

  package init(
    contentType: String? = nil, contentEncoding: String? = nil, headers: FieldTable = [:], isPersistent: Bool = true,
    priority: UInt8? = nil, correlationID: String? = nil, replyTo: String? = nil, expiration: String? = nil,
    messageID: String? = nil, timestamp: Date? = nil, type: String? = nil, userID: String? = nil, appID: String? = nil
  ) {
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.headers = headers
    self.isPersistent = isPersistent
    self.priority = priority
    self.correlationID = correlationID
    self.replyTo = replyTo
    self.expiration = expiration
    self.messageID = messageID
    self.timestamp = timestamp
    self.type = type
    self.userID = userID
    self.appID = appID
  }
}

extension AMQPProperties {
  /// Every short string with the name the protocol gives it.
  var shortStrings: [(name: String, text: String?)] {
    [
      ("content-type", self.contentType), ("content-encoding", self.contentEncoding),
      ("correlation-id", self.correlationID), ("reply-to", self.replyTo), ("expiration", self.expiration),
      ("message-id", self.messageID), ("type", self.type), ("user-id", self.userID), ("app-id", self.appID),
    ]
  }

  /// The bytes of the content header frame's payload, at most.
  var wireSize: Int {
    let fixed = 2 + 2 + 8 + 2 + 1 + 1 + 8
    return self.shortStrings.reduce(fixed + self.headers.wireSize) { $0 + 1 + ($1.text?.utf8.count ?? 0) }
  }
}
