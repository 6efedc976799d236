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
  init(_ envelope: Envelope) {
    self.causationID = envelope.id
    self.correlationID = envelope.correlationID ?? envelope.id
    self.traceContext = envelope.traceContext
  }

  /// A deadline continues the story of the message that set it.
  init(correlationID: String?) {
    self.correlationID = correlationID
  }
}
