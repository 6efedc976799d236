import FoundationEssentials
import Messages
import Messaging
import Postgres

extension Quarantine.Origin {
  /// What a stored message tells of its origin, readable or not.
  ///
  /// - Parameter stored: the message, or as much of its beginning as there is; attributes that stand behind are not told.
  init(_ stored: [UInt8]) {
    let transport = StoredMessage.message(from: stored)
    let envelope = transport.flatMap { transport in try? CloudEventsCodec.decode(transport) }
    let type = envelope?.type ?? transport.flatMap { Self.attribute("type", of: $0) ?? $0.type }
    self.init(
      user: transport.flatMap { $0.userID ?? Self.user(inRoutingKey: $0.routingKey, type: type) },
      source: envelope?.source ?? transport.flatMap { Self.attribute("source", of: $0) }, type: type,
      exchange: transport?.exchange ?? "", routingKey: transport?.routingKey ?? "")
  }

  /// From a note of a decision.
  init?(noted json: JSONB) {
    guard let origin = try? JSONDecoder().decode(Self.self, from: Data(json.bytes)) else { return nil }
    self = origin
  }

  /// For the note of a decision, which outlives the message: a sender may write anything into source and type, so what
  /// does not look like a word for machines is described.
  var note: JSONB? {
    let shown = Self(
      user: self.user, source: self.source.map { BodyOutline.shown($0, of: "source") },
      type: self.type.map { BodyOutline.shown($0, of: "type") }, exchange: self.exchange,
      routingKey: BodyOutline.shown(self.routingKey, of: "type"))
    return (try? JSONEncoder().encode(shown)).map { JSONB(Array($0)) }
  }

  /// In binary mode from the headers; in structured mode from the body, also when another attribute is wrong.
  private static func attribute(_ name: String, of transport: TransportMessage) -> String? {
    for prefix in ["cloudEvents_", "cloudEvents:"] {
      if case .string(let text)? = transport.headers[prefix + name] { return text }
    }
    guard case .object(let object)? = try? JSONValue(transport.body),
      case .string(let text)? = object.members(named: name).first?.value
    else { return nil }
    return text
  }

  private static func user(inRoutingKey key: String, type: String?) -> String? {
    guard let type, key.hasPrefix("\(type).") else { return nil }
    return String(key.dropFirst(type.count + 1))
  }
}

extension Quarantine.Message {
  init(entry: Quarantine.Entry, stored: [UInt8]?) {
    let transport = stored.flatMap { StoredMessage.message(from: $0) }
    self.entry = entry
    self.properties = transport.map(Self.properties) ?? [:]
    self.body = BodyOutline(transport?.body ?? stored)
    self.notes = []
  }

  private static func properties(of transport: TransportMessage) -> [String: String] {
    let named: [(String, String?)] = [
      ("contentType", transport.contentType), ("messageID", transport.messageID), ("type", transport.type),
      ("timestamp", transport.timestamp.map { RFC3339.string(from: $0) }),
      ("correlationID", transport.correlationID), ("userID", transport.userID), ("appID", transport.appID),
    ]
    var properties: [String: String] = [:]
    for (name, value) in named {
      properties[name] = value.map { BodyOutline.shown($0, of: name) }
    }
    for (name, value) in transport.headers {
      properties["header \(name)"] =
        switch value {
        case .string(let text): BodyOutline.shown(text, of: name)
        case .integer(let number): BodyOutline.shown("\(number)", of: name)
        case .boolean(let flag): "\(flag)"
        case .unusable: "(not usable)"
        }
    }
    if transport.isTruncated { properties["truncated"] = "true" }
    return properties
  }
}
