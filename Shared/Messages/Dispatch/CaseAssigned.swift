package import FoundationEssentials

/// A unit answers for the case from now on.
package struct CaseAssigned: Message {
  package static let type = "case.assigned.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let unit: ResponsibleUnit
  package let assignedAt: Date
  /// End of the limit of R-054.
  package let replyDueAt: Date
  /// End of the limit of R-108, where a repair is needed.
  package let surveyDueAt: Date?

  package init(
    complaint: ComplaintNumber, unit: ResponsibleUnit, assignedAt: Date, replyDueAt: Date, surveyDueAt: Date? = nil
  ) {
    self.complaint = complaint
    self.unit = unit
    self.assignedAt = assignedAt
    self.replyDueAt = replyDueAt
    self.surveyDueAt = surveyDueAt
  }

  package static let samples = [
    CaseAssigned(
      complaint: Sample.complaint, unit: .projectDepartment, assignedAt: Sample.time, replyDueAt: Sample.later,
      surveyDueAt: Sample.later),
    CaseAssigned(
      complaint: Sample.complaint, unit: .projectDepartment, assignedAt: Sample.time, replyDueAt: Sample.later),
  ]
}
