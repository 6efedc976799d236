package import Foundation
package import Messages

/// What somebody saw on the spot, and who answers for it.
package struct Survey: Sendable, Equatable {
  package let judgement: Judgement
  /// The cause, in the surveyor's words.
  package let finding: String
  /// Staff account of the surveyor.
  package let by: String
  package let surveyedAt: Date

  package init(judgement: Judgement, finding: String, by: String, surveyedAt: Date) {
    self.judgement = judgement
    self.finding = finding
    self.by = by
    self.surveyedAt = surveyedAt
  }

  /// Whether two people, or one person twice, say the same, whenever they say it.
  func saysTheSame(as other: Survey) -> Bool {
    (self.judgement, self.finding, self.by) == (other.judgement, other.finding, other.by)
  }
}
