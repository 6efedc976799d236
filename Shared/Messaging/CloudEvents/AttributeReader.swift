import FoundationEssentials
import Messages

/// The attributes of one event, from headers or from JSON members, with everything that is wrong with them.
struct AttributeReader {
  /// What an attribute may be in both modes.
  enum Value {
    case string(String)
    case integer(Int64)
    case unusable(String)
  }

  /// What AMQP's short strings can hold: an id from outside becomes the property `correlation_id` of what follows from it,
  /// and a longer one could never be sent.
  static let maximumBytes = 255

  private(set) var faults: [Fault] = []
  private let value: (String) -> Value?

  /// - Parameter value: looks an attribute up by its name.
  init(value: @escaping (String) -> Value?) {
    self.value = value
  }

  mutating func note(_ path: String, _ code: Fault.Code, _ message: String) {
    self.faults.append(Fault(path, code, message))
  }

  mutating func note(_ rejected: Rejected) {
    self.faults += rejected.faults
  }

  mutating func checkSpecVersion() {
    guard let version = self.required("specversion"), version != "1.0" else { return }
    self.note("specversion", .envelope, "Only CloudEvents 1.0 is understood.")
  }

  mutating func required(_ name: String) -> String? {
    guard let value = self.value(name) else {
      self.note(name, .missing, "The CloudEvents attribute is missing.")
      return nil
    }
    return self.text(of: value, name)
  }

  mutating func optional(_ name: String) -> String? {
    self.value(name).flatMap { self.text(of: $0, name) }
  }

  private mutating func text(of value: Value, _ name: String) -> String? {
    switch value {
    case .string(let text): return self.checked(text, name)
    case .integer: self.note(name, .wrongType, "The CloudEvents attribute must be a string, is a number.")
    case .unusable(let kind): self.note(name, .wrongType, "The CloudEvents attribute must be a string, is \(kind).")
    }
    return nil
  }

  mutating func time() -> Date? {
    guard let text = self.optional("time") else { return nil }
    guard let time = RFC3339.date(from: text) else {
      self.note("time", .invalid, "Must be a time after RFC 3339 with an offset.")
      return nil
    }
    return time
  }

  mutating func aggregateVersion() -> Int64? {
    let number: Int64?
    switch self.value("aggregateversion") {
    case nil: return nil
    case .integer(let integer): number = integer
    // Some libraries know string headers only.
    case .string(let digits): number = Int64(digits)
    case .unusable: number = nil
    }
    guard let number, number > 0 else {
      self.note("aggregateversion", .invalid, "Must be a whole number from 1.")
      return nil
    }
    return number
  }

  /// A broken trace context is no fault of the event: the recommendation says to go on without.
  func traceContext() -> TraceContext? {
    guard case .string(let parent) = self.value("traceparent") else { return nil }
    guard case .string(let state) = self.value("tracestate") else { return TraceContext(traceparent: parent) }
    return TraceContext(traceparent: parent, tracestate: state)
  }

  private mutating func checked(_ text: String, _ name: String) -> String? {
    let before = self.faults.count
    if text.isEmpty { self.note(name, .empty, "The CloudEvents attribute is empty.") }
    if text.utf8.count > Self.maximumBytes {
      self.note(name, .tooLong, "The CloudEvents attribute has more than \(Self.maximumBytes) bytes.")
    }
    if text.unicodeScalars.contains(where: \.isControl) {
      self.note(name, .controlCharacter, "The CloudEvents attribute holds a control character.")
    }
    return self.faults.count == before ? text : nil
  }
}

extension AttributeReader {
  /// The event of these attributes, or all faults.
  ///
  /// - Parameter data: nil after a fault that is noted already.
  mutating func envelope(
    data: (bytes: [UInt8], json: JSONValue)?, of transport: TransportMessage
  ) throws(Rejected) -> Envelope {
    self.checkSpecVersion()
    let id = self.required("id")
    let source = self.required("source")
    let type = self.required("type")
    let subject = self.optional("subject")
    let time = self.time()
    let version = self.aggregateVersion()
    let correlationID = self.optional("correlationid")
    let causationID = self.optional("causationid")
    if let type { self.checkRoutingKey(of: transport, type: type) }
    guard let id, let source, let type, let data, self.faults.isEmpty else { throw Rejected(self.faults) }
    return Envelope(
      id: id, source: source, type: type, subject: subject, time: time, aggregateVersion: version,
      correlationID: correlationID, causationID: causationID, traceContext: self.traceContext(),
      data: data.bytes, json: data.json)
  }

  /// The broker's topic permissions look at the routing key only; without this check a contractor could send a complaint
  /// under the key that is his.
  private mutating func checkRoutingKey(of transport: TransportMessage, type: String) {
    let key = transport.routingKey
    let names = key == type || (transport.exchange == Service.outside.exchange && key.hasPrefix("\(type)."))
    if !names {
      self.note("type", .envelope, "The routing key must be the type, or the type, a dot and the sender's broker user.")
    }
  }
}
