import FoundationEssentials
import Messages

/// One line of a case's timeline.
struct TimelineEntry: Sendable, Encodable, Equatable {
  enum Kind: String, Sendable, Encodable {
    /// An event that a service has published, as reporting keeps it.
    case out
    /// A message in a service's inbox.
    case `in`
    /// An event that waits in an outbox.
    case waiting
    /// Something that people did.
    case person
    /// A limit that runs.
    case deadline
  }

  let time: Date
  let service: String
  let kind: Kind
  /// Of the message, action or limit.
  let type: String
  /// What people call it.
  let name: TermName
  /// Attempts, state, version: words and numbers only.
  let details: String
  /// At one instant: the version of an event, the number of arrival of a message.
  let place: Int64

  init(
    _ time: Date, _ service: String, _ kind: Kind, type: String, name: TermName? = nil, details: String,
    place: Int64 = 0
  ) {
    self.time = time
    self.service = service
    self.kind = kind
    self.type = type
    self.name = name ?? Catalogue.entry(of: type)?.name ?? TermName(type, type)
    self.details = details
    self.place = place
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(self.time, forKey: .time)
    try container.encode(self.service, forKey: .service)
    try container.encode(self.kind, forKey: .kind)
    try container.encode(self.type, forKey: .type)
    try container.encode(self.name.chinese, forKey: .chinese)
    try container.encode(self.name.english, forKey: .english)
    try container.encode(self.details, forKey: .details)
  }

  private enum Key: String, CodingKey {
    case time, service, kind, type, chinese, english, details
  }
}
