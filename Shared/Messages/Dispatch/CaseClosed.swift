package import FoundationEssentials

/// The case has ended.
package struct CaseClosed: Message {
  package static let type = "case.closed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  /// How many rounds it took.
  package let round: Int
  package let outcome: CloseOutcome
  package let closedAt: Date

  package init(
    complaint: ComplaintNumber, round: Int, outcome: CloseOutcome, closedAt: Date
  ) {
    self.complaint = complaint
    self.round = round
    self.outcome = outcome
    self.closedAt = closedAt
  }

  package static let samples = [
    CaseClosed(
      complaint: Sample.complaint, round: 1, outcome: .satisfied, closedAt: Sample.time)
  ]
}
