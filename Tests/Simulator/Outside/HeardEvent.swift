import AMQP
import Foundation
import Messages

/// An event of a service as it came from the broker.
struct HeardEvent: Sendable {
  let id: String
  let type: String
  let time: Date
  let body: [UInt8]

  init(id: String, type: String, time: Date, body: [UInt8]) {
    self.id = id
    self.type = type
    self.time = time
    self.body = body
  }

  /// - Returns: nil for a message that is no CloudEvent in binary mode, which is what every service writes.
  init?(_ delivery: Delivery) {
    let headers = delivery.properties.headers
    guard let id = headers["cloudEvents_id"]?.text, let type = headers["cloudEvents_type"]?.text,
      let time = headers["cloudEvents_time"]?.text.flatMap(RFC3339.date(from:))
    else { return nil }
    self.init(id: id, type: type, time: time, body: delivery.body)
  }

  func decode<M: Message>(_ type: M.Type = M.self) throws -> M { try MessageCoding.decode(from: self.body) }

  /// The complaint that it is about.
  func complaint() throws -> ComplaintNumber {
    try MessageCoding.decoder().decode(About.self, from: Data(self.body)).complaint
  }

  private struct About: Decodable {
    let complaint: ComplaintNumber
  }
}
