/// A message to be published.
package struct AMQPMessage: Sendable, Hashable {
  package var exchange: String
  package var routingKey: String
  package var properties: AMQPProperties
  package var body: [UInt8]

  package init(exchange: String, routingKey: String, properties: AMQPProperties = AMQPProperties(), body: [UInt8]) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.properties = properties
    self.body = body
  }
}

extension AMQPMessage {
  /// Refuses what librabbitmq would write wrongly or give up on half-way.
  ///
  /// It writes the length of a short string into one octet and all of its bytes after it, so that 256 bytes shift everything
  /// behind them; and it notices a header frame that is too big when the method frame has already left, after which the
  /// channel is of no use to anybody.
  func check(maximumFrameSize: Int) throws(AMQPError) {
    let names = [(name: "exchange", text: self.exchange), (name: "routing key", text: self.routingKey)]
    for (name, text) in names + self.properties.shortStrings {
      guard let text, text.utf8.count > ShortString.limit else { continue }
      throw .invalidMessage("the \(name) is longer than \(ShortString.limit) bytes")
    }
    guard self.properties.headers.hasOnlyShortKeys else {
      throw .invalidMessage("a header's name is longer than \(ShortString.limit) bytes")
    }
    guard self.properties.headers.depth <= FieldTable.maximumDepth else {
      throw .invalidMessage("the headers are nested deeper than \(FieldTable.maximumDepth)")
    }
    guard self.properties.wireSize <= maximumFrameSize - ShortString.frameOverhead else {
      throw .invalidMessage("the properties do not fit a frame of \(maximumFrameSize) bytes")
    }
  }
}

/// The protocol's short string: one octet of length, then UTF-8.
enum ShortString {
  static let limit = 255
  /// Type, channel, size and end mark of a frame.
  static let frameOverhead = 8
}
