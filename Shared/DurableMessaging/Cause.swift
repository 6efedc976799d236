import FoundationEssentials
import Messaging

/// What led to an event, for whoever reads a case's history later.
struct Cause: Sendable {
  /// The message whose handling wrote the event.
  var causationID: String?
  /// The message that began the whole story.
  var correlationID: String?
  var traceContext: TraceContext?

  /// A person, or nobody in particular.
  static let none = Cause()

  init() {}

  /// A message continues its own story, or begins one.
  init(_ arrival: Arrival, _ envelope: Envelope) {
    let id = BrokerText.isShort(envelope.id) ? envelope.id : arrival.key.uuidString.lowercased()
    self.causationID = id
    self.correlationID = envelope.correlationID.flatMap { BrokerText.isShort($0) ? $0 : nil } ?? id
    self.traceContext = envelope.traceContext
  }

  /// A deadline continues the story of the message that set it.
  init(correlationID: String?) {
    self.correlationID = correlationID
  }
}
