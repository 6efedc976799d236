import FoundationEssentials
import Messages
import Messaging

/// Messages as an outside system and as our own services send them.
enum Sample {
  static let data = Array(#"{"reference":"PMS-1"}"#.utf8)

  static let envelope = Envelope(
    id: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01", source: "/intake", type: "complaint.registered.v1",
    subject: "CLX-2023-000001", time: Date(timeIntervalSince1970: 1_672_709_400.123_456), aggregateVersion: 7,
    correlationID: "story", causationID: "cause",
    traceContext: TraceContext(
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "vendor=1"), data: data)

  /// An outside complaint in structured mode.
  static func structured(
    _ json: String, contentType: String = "application/cloudevents+json", routingKey: String = "complaint.reported.v1"
  ) -> TransportMessage {
    TransportMessage(
      exchange: "inbound", routingKey: routingKey, contentType: contentType, userID: "pms", body: Array(json.utf8))
  }

  /// An outside complaint in binary mode.
  static func binary(_ changes: [String: HeaderValue?] = [:], prefix: String = "cloudEvents_") -> TransportMessage {
    var headers: [String: HeaderValue] = [
      prefix + "specversion": .string("1.0"), prefix + "id": .string("1"), prefix + "source": .string("/pms"),
      prefix + "type": .string("complaint.reported.v1"),
    ]
    for (name, value) in changes { headers[prefix + name] = value }
    return TransportMessage(
      exchange: "inbound", routingKey: "complaint.reported.v1", contentType: "application/json", headers: headers,
      userID: "pms", body: self.data)
  }

  /// The faults of a message as `path code`; empty for one that can be read.
  static func faults(_ transport: TransportMessage) -> [String] {
    do throws(Rejected) {
      _ = try CloudEventsCodec.decode(transport)
      return []
    } catch {
      return error.faults.map { "\($0.path) \($0.code.rawValue)" }
    }
  }
}
