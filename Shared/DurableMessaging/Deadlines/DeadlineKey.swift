/// What identifies a deadline.
struct DeadlineKey: Sendable, Hashable, Comparable {
  let subject: String
  let name: String

  static func < (left: DeadlineKey, right: DeadlineKey) -> Bool {
    (left.subject, left.name) < (right.subject, right.name)
  }
}
