/// What a batch does to deadlines: of several changes to one deadline, the last counts.
package struct DeadlineChanges: Sendable {
  package struct Setting: Sendable {
    package let deadline: Deadline
    /// The story that the deadline belongs to.
    package let correlationID: String?
  }

  /// Nil cancels.
  private var changes: [DeadlineKey: Setting?] = [:]

  init() {}

  mutating func add(_ effects: Effects, correlationID: String?) {
    for (subject, name) in effects.deadlinesToCancel {
      self.cancel(DeadlineKey(subject: subject, name: name))
    }
    for deadline in effects.deadlinesToSet {
      self.changes[deadline.key] = Setting(deadline: deadline, correlationID: correlationID)
    }
  }

  mutating func cancel(_ key: DeadlineKey) {
    self.changes[key] = .some(nil)
  }

  /// In the order of their keys, in which rows are locked.
  package var toCancel: [DeadlineKey] { self.changes.filter { $0.value == nil }.keys.sorted() }
  package var toSet: [Setting] { self.changes.values.compactMap { $0 }.sorted { $0.deadline.key < $1.deadline.key } }
}

extension Deadline {
  package var key: DeadlineKey { DeadlineKey(subject: self.subject, name: self.name) }
}
