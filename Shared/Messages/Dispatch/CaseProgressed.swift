package import FoundationEssentials

/// A case has taken a step that no other message tells: verified, given back, escalated, begun, done, suspended, resumed,
/// handed over, or sent to rework by the customer's evaluation.
package struct CaseProgressed: Message {
  package static let type = "case.progressed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let step: Step
  package let round: Int
  /// Who answers now; none while nobody does.
  package let unit: ResponsibleUnit?
  package let progressedAt: Date

  package init(
    complaint: ComplaintNumber, step: Step, round: Int, unit: ResponsibleUnit? = nil, progressedAt: Date
  ) {
    self.complaint = complaint
    self.step = step
    self.round = round
    self.unit = unit
    self.progressedAt = progressedAt
  }

  package static let samples = [
    CaseProgressed(
      complaint: Sample.complaint, step: .returned, round: 1, unit: .projectDepartment, progressedAt: Sample.time),
    CaseProgressed(complaint: Sample.complaint, step: .verified, round: 1, progressedAt: Sample.time),
  ]
}
