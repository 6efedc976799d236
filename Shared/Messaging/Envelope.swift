package import FoundationEssentials
package import Messages

/// A CloudEvents 1.0 event, apart from how it travels.
package struct Envelope: Sendable, Equatable {
  /// Unique within `source`. Ours are UUIDs of version 7; an outside sender's may be any text.
  package var id: String
  /// Who says it: `/intake`, or `/<broker user>` and below for outside systems.
  package var source: String
  /// `noun.past-participle.vN`; also the routing key.
  package var type: String
  /// What it is about: the order key. Outside senders may leave it out.
  package var subject: String?
  /// When it happened, by the sender's clock.
  package var time: Date?
  package var dataContentType: String
  /// Counts the events of one subject from one source, from 1 and without gaps.
  package var aggregateVersion: Int64?
  /// The message that began the whole story, the same in all that follows from it.
  package var correlationID: String?
  /// The message whose handling wrote this one.
  package var causationID: String?
  package var traceContext: TraceContext?
  package var data: [UInt8] {
    didSet { self.reading = Reading() }
  }
  private var reading: Reading

  /// What reading `data` has given already: no part of what the event says.
  private struct Reading: Sendable, Equatable {
    var json: JSONValue?

    static func == (left: Reading, right: Reading) -> Bool { true }
  }

  /// - Parameter json: what `data` says, if that is known already.
  package init(
    id: String, source: String, type: String, subject: String? = nil, time: Date? = nil,
    dataContentType: String = "application/json", aggregateVersion: Int64? = nil, correlationID: String? = nil,
    causationID: String? = nil, traceContext: TraceContext? = nil, data: [UInt8],
    json: JSONValue? = nil
  ) {
    self.id = id
    self.source = source
    self.type = type
    self.subject = subject
    self.time = time
    self.dataContentType = dataContentType
    self.aggregateVersion = aggregateVersion
    self.correlationID = correlationID
    self.causationID = causationID
    self.traceContext = traceContext
    self.data = data
    self.reading = Reading(json: json)
  }

  /// The data as JSON. The codec has read it once, to know that it is JSON.
  package func json() throws(Rejected) -> JSONValue {
    if let json = self.reading.json { return json }
    return try JSONValue(self.data)
  }
}
