import AMQP

/// An event of a service as it came from the broker.
struct HeardEvent: Sendable {
  let type: String
  /// The complaint's number.
  let subject: String
  private let body: [UInt8]

  init?(_ delivery: Delivery) {
    let headers = delivery.properties.headers
    guard let type = headers["cloudEvents_type"]?.text, let subject = headers["cloudEvents_subject"]?.text else {
      return nil
    }
    self.type = type
    self.subject = subject
    self.body = delivery.body
  }

  /// A text of the data, found among its bytes: the driver must not take the processor from what it measures, and Swift's
  /// search in a string compares characters.
  func text(_ name: String) -> String? {
    let start = Array("\"\(name)\":\"".utf8)
    guard
      let first = self.body.indices.first(where: { self.body[$0] == start[0] && self.body[$0...].starts(with: start) })
    else { return nil }
    let value = self.body[(first + start.count)...]
    return String(decoding: value.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
