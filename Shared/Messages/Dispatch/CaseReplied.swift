package import FoundationEssentials

/// The responsible unit has answered the customer with a plan.
package struct CaseReplied: Message {
  package static let type = "case.replied.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let unit: ResponsibleUnit
  package let repliedAt: Date

  package init(
    complaint: ComplaintNumber, unit: ResponsibleUnit, repliedAt: Date
  ) {
    self.complaint = complaint
    self.unit = unit
    self.repliedAt = repliedAt
  }

  package static let samples = [
    CaseReplied(
      complaint: Sample.complaint, unit: .projectDepartment, repliedAt: Sample.time)
  ]
}
