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

  package init() {}

  package mutating func publish(_ message: some Message, version: Int64?) {
    self.publications.append(Publication(message: message, version: version))
  }

  /// Sets a deadline; one that the subject already has under this name is replaced.
  package mutating func setDeadline(_ deadline: Deadline) {
    self.deadlinesToSet.append(deadline)
  }

  /// Cancels a deadline; nothing happens when there is none.
  package mutating func cancelDeadline(_ name: String, of subject: String) {
    self.deadlinesToSet.removeAll { $0.subject == subject && $0.name == name }
    self.deadlinesToCancel.append((subject, name))
  }
}
