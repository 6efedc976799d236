package import Foundation
package import Messages

/// What the customer said to the three questions, and who asked.
package struct Answer: Sendable, Equatable {
  package let scores: Scores
  /// In the customer's words; it may hold personal data and never leaves this service.
  package let remark: String?
  /// Staff account of the caller.
  package let by: String
  package let answeredAt: Date

  package init(scores: Scores, remark: String?, by: String, answeredAt: Date) {
    self.scores = scores
    self.remark = remark
    self.by = by
    self.answeredAt = answeredAt
  }

  /// Whether the same caller writes down the same again, whenever.
  func saysTheSame(as other: Answer) -> Bool {
    (self.scores, self.remark, self.by) == (other.scores, other.remark, other.by)
  }
}

/// The customer has said that he does not want to be asked.
package struct Refusal: Sendable, Equatable {
  /// Staff account of the caller.
  package let by: String
  package let refusedAt: Date

  package init(by: String, refusedAt: Date) {
    self.by = by
    self.refusedAt = refusedAt
  }
}
