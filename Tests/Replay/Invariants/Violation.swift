/// What must not be, and was found.
struct Violation: Error, Equatable, Sendable, CustomStringConvertible {
  /// The same whatever the case is: by it a smaller history is known to show the same.
  let rule: String
  let subject: String
  let detail: String

  init(_ rule: String, _ subject: String, _ detail: String = "") {
    self.rule = rule
    self.subject = subject
    self.detail = detail
  }

  var description: String {
    "\(self.rule): \(self.subject)" + (self.detail.isEmpty ? "" : " (\(self.detail))")
  }
}
