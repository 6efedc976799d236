import FoundationEssentials
import Messages
import Messaging

/// What an outside system would publish: one CloudEvent in structured mode.
struct OutgoingEvent: Sendable, Equatable {
  static let contentType = "application/cloudevents+json"

  let type: String
  let source: String
  let id: String
  let body: [UInt8]

  /// An event that stands in a file. Only what publishing needs is read: whether the rest is right is for the service to
  /// say, as it would say it to the file's author.
  init(structured body: [UInt8]) throws(Failure) {
    let object: JSONObject
    do throws(Rejected) {
      guard case .object(let members) = try JSONValue(body) else {
        throw Rejected("", .wrongType, "It is no JSON object.")
      }
      object = members
    } catch {
      throw Failure(
        "This is no CloudEvent: \(error.faults.map(\.message).joined(separator: " "))",
        advice: "Give a CloudEvent in JSON, or a payload with --type and --source.")
    }
    func attribute(_ name: String) -> String? {
      guard case .string(let text)? = object.members(named: name).first?.value, !text.isEmpty else { return nil }
      return text
    }
    guard let type = attribute("type") else {
      throw Failure(
        "The event has no type.",
        advice: "Write \"type\": \"complaint.reported.v1\" into it, or give a payload with --type and --source.")
    }
    self.type = type
    self.source = attribute("source") ?? "(no source)"
    self.id = attribute("id") ?? "(no id)"
    self.body = body
  }

  /// An event around a payload, which has to be JSON.
  init(payload: [UInt8], type: String, source: String, id: String, time: Date) throws(Failure) {
    do throws(Rejected) {
      _ = try JSONValue(payload)
    } catch {
      throw Failure(
        "The payload is not JSON: \(error.faults.map(\.message).joined(separator: " "))",
        advice: "A payload for --type is the event's data alone, as JSON in UTF-8.")
    }
    guard
      let attributes = try? JSONEncoder().encode([
        "specversion": "1.0", "id": id, "source": source, "type": type, "time": RFC3339.string(from: time),
        "datacontenttype": "application/json",
      ])
    else { throw Failure("The attributes cannot be written as JSON.", advice: "Use plain text in them.") }
    self.type = type
    self.source = source
    self.id = id
    self.body = Array(attributes.dropLast()) + Array(#","data":"#.utf8) + payload + Array("}".utf8)
  }

  /// As a sender's program would hand it to the broker: its user vouches for it by `user_id`.
  func transport(by user: String, at time: Date) -> TransportMessage {
    TransportMessage(
      exchange: Service.outside.exchange, routingKey: self.type, contentType: Self.contentType, messageID: self.id,
      timestamp: time, userID: user, body: self.body)
  }
}
