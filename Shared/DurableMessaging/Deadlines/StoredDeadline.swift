/// A deadline as its row has it.
package struct StoredDeadline: Sendable {
  package let deadline: Deadline
  /// The story that the deadline belongs to.
  package let correlationID: String?
  /// How often firing it has failed.
  package let attempts: Int

  package init(deadline: Deadline, correlationID: String?, attempts: Int) {
    self.deadline = deadline
    self.correlationID = correlationID
    self.attempts = attempts
  }
}
