import Foundation
import Messages
import Messaging

/// A reported complaint read as intake reads it, an event written as every service writes it.
enum CodecWorkloads {
  static var all: [(name: String, run: (Int) throws -> Int)] {
    [
      ("codec.read.binary", { try self.read(Example.binary, times: $0) }),
      ("codec.read.structured", { try self.read(Example.structured, times: $0) }),
      ("codec.write", self.write),
      ("message.write", self.writeMessage),
      ("message.read", self.readMessage),
    ]
  }

  private static func read(_ transport: TransportMessage, times: Int) throws -> Int {
    var total = 0
    for _ in 0..<times {
      let envelope = try CloudEventsCodec.decode(transport)
      total += try ComplaintReported.read(try envelope.json()).content.utf8.count
    }
    return total
  }

  private static func write(times: Int) throws -> Int {
    let envelope = try CloudEventsCodec.decode(Example.binary)
    return (0..<times).reduce(0) { total, _ in
      total + CloudEventsCodec.encode(envelope, exchange: "intake.events").headers.count
    }
  }

  private static func writeMessage(times: Int) throws -> Int {
    let message = ComplaintRegistered.samples[0]
    return try (0..<times).reduce(0) { total, _ in total + (try MessageCoding.encode(message).count) }
  }

  private static func readMessage(times: Int) throws -> Int {
    let body = try MessageCoding.encode(ComplaintRegistered.samples[0])
    return try (0..<times).reduce(0) { total, _ in
      let message: ComplaintRegistered = try MessageCoding.decode(from: body)
      return total + message.reference.utf8.count
    }
  }
}
