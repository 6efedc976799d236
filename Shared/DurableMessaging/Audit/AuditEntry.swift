package import FoundationEssentials

/// One line of the audit, as a handler gives it: who did what to which aggregate, why, and what changed by it.
package struct AuditRecord: Sendable {
  package let action: String
  package let subject: String
  /// Nil where the service acted by itself.
  package let person: AuditPerson?
  /// Nil where the input says it all: the type of a message, the name of a deadline.
  package let reason: String?
  package let change: AuditChange
}

/// A line with what the unit of work knows beside it.
package struct AuditEntry: Sendable {
  /// How the subject of a report of misconduct begins: few may know that there is one.
  package static let misconduct = "misconduct-report/"

  package let action: String
  package let subject: String
  package let person: AuditPerson
  package let reason: String?
  package let before: [UInt8]?
  package let after: [UInt8]?
  /// By the service's clock.
  package let recordedAt: Date
  /// The message that began the whole story; nil where a person did.
  package let correlationID: String?

  /// - Parameter origin: who acted, and why where the record does not say.
  init(_ record: AuditRecord, _ origin: AuditOrigin) {
    self.action = record.action
    self.subject = record.subject
    // A record that only has the account gets the name and the posts that came with it.
    self.person = record.person.map { $0.id == origin.person.id ? origin.person : $0 } ?? origin.person
    self.reason = record.reason ?? origin.trigger
    (self.before, self.after) = record.change.json
    self.recordedAt = origin.time
    self.correlationID = origin.correlationID
  }

  /// What an event says has happened, for an input whose handler has recorded nothing of its own. Events carry no personal
  /// data.
  init(_ event: OutboxRow, type: String, _ origin: AuditOrigin) {
    self.action = Self.action(type)
    self.subject = event.subject
    self.person = origin.person
    self.reason = origin.trigger
    (self.before, self.after) = (nil, event.body)
    self.recordedAt = origin.time
    self.correlationID = origin.correlationID
  }

  /// `case.assigned` of `case.assigned.v1`.
  private static func action(_ type: String) -> String {
    type.lastIndex(of: ".").map { String(type[..<$0]) } ?? type
  }
}

/// Where the entries of one input come from.
struct AuditOrigin {
  let person: AuditPerson
  /// Why the service acts by itself: the type of a message, the name of a deadline; nil of a person, who has reasons of his
  /// own.
  let trigger: String?
  /// By the service's clock.
  let time: Date
  let correlationID: String?
}
