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

  /// A text of the data, found without decoding the whole: the driver must not take the processor from what it measures.
  func text(_ name: String) -> String? {
    let text = String(decoding: self.body, as: UTF8.self)
    guard let start = text.firstRange(of: "\"\(name)\":\"")?.upperBound, let end = text[start...].firstIndex(of: "\"")
    else { return nil }
    return String(text[start..<end])
  }
}
