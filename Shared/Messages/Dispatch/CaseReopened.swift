package import FoundationEssentials

/// The customer is not satisfied: the case goes round again.
package struct CaseReopened: Message {
  package static let type = "case.reopened.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  /// The round that begins.
  package let round: Int
  package let unit: ResponsibleUnit
  package let reopenedAt: Date

  package init(
    complaint: ComplaintNumber, round: Int, unit: ResponsibleUnit, reopenedAt: Date
  ) {
    self.complaint = complaint
    self.round = round
    self.unit = unit
    self.reopenedAt = reopenedAt
  }

  package static let samples = [
    CaseReopened(
      complaint: Sample.complaint, round: 1, unit: .projectDepartment, reopenedAt: Sample.time)
  ]
}
