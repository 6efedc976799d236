package import Messages

/// What handling an input does beside changing state; written in the same transaction or not at all.
package struct Effects: Sendable {
  package struct Publication: Sendable {
    package let message: any Message
    /// Counts the events of this subject from this service, from 1 and without gaps: consumers notice a gap or a repeat.
    /// Nil for a message that stands alone, such as a refusal.
    package let version: Int64?
  }

  package private(set) var publications: [Publication] = []
  package private(set) var deadlinesToSet: [Deadline] = []
  package private(set) var deadlinesToCancel: [(subject: String, name: String)] = []
  package private(set) var audit: [AuditRecord] = []

  package init() {}

  package mutating func publish(_ message: some Message, version: Int64?) {
    self.publications.append(Publication(message: message, version: version))
  }

  /// Sets a deadline; one that the subject already has under this name is replaced.
  package mutating func setDeadline(_ deadline: Deadline) {
    self.deadlinesToSet.append(deadline)
  }

  /// Writes into the audit who did what, why, and what changed by it.
  ///
  /// The events that an input publishes about a subject of which it records nothing are recorded by themselves, as the
  /// service's or the asking person's deed.
  /// Whoever changes something without an event, or wants to show what was before, says so here.
  ///
  /// - Parameters:
  ///   - action: what was done, as `case.assigned`: aggregate and past participle.
  ///   - person: nil for whoever asked for it, and for the service itself where a message came or a limit passed.
  ///   - reason: why, in the person's own words; without any, the message's type or the deadline's name stands there.
  ///     Never a customer's words.
  package mutating func record(
    _ action: String, of subject: String, by person: AuditPerson? = nil, because reason: String? = nil,
    _ change: AuditChange = AuditChange()
  ) {
    self.audit.append(
      AuditRecord(action: action, subject: subject, person: person, reason: reason, change: change))
  }

  /// Cancels a deadline; nothing happens when there is none.
  package mutating func cancelDeadline(_ name: String, of subject: String) {
    self.deadlinesToSet.removeAll { $0.subject == subject && $0.name == name }
    self.deadlinesToCancel.append((subject, name))
  }
}
