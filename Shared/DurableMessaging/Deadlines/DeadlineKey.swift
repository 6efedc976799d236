/// What identifies a deadline.
package struct DeadlineKey: Sendable, Hashable, Comparable {
  package let subject: String
  package let name: String

  package init(subject: String, name: String) {
    self.subject = subject
    self.name = name
  }

  package static func < (left: DeadlineKey, right: DeadlineKey) -> Bool {
    (left.subject, left.name) < (right.subject, right.name)
  }
}
