import Foundation
import Messages
import Messaging

/// How outside systems write to redress.
struct Letterbox {
  let world: World

  /// Sends it, and once more where no confirm came.
  func send(_ message: TransportMessage, _ expectation: Expectation, about story: Int) {
    let isLost = self.world.faults.strikes(.confirm, 0.01, story, .sending)
    if !isLost || self.world.timing.happens(0.5) {
      self.world.send(message, expectation, about: story, after: self.world.latency(about: story))
    }
    if isLost { self.world.after(.minute) { self.send(message, expectation, about: story) } }
  }

  func message(
    _ body: [UInt8], type: String, id: String, by user: String, source: String? = nil, isStructured: Bool = false
  ) -> TransportMessage {
    let envelope = Envelope(
      id: id, source: source ?? "/\(user)", type: type, time: self.world.clock, data: body)
    guard isStructured else {
      var message = CloudEventsCodec.encode(envelope, exchange: Service.outside.exchange)
      message.userID = user
      return message
    }
    // The user is told by the routing key, as by a sender whose tools cannot set the property.
    let text = """
      {"specversion":"1.0","id":"\(id)","source":"\(envelope.source)","type":"\(type)",\
      "time":"\(RFC3339.string(from: self.world.clock))","data":
      """
    return TransportMessage(
      exchange: Service.outside.exchange, routingKey: "\(type).\(user)",
      contentType: "application/cloudevents+json", body: Array(text.utf8) + body + Array("}".utf8))
  }
}
