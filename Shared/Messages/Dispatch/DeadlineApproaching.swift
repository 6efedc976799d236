package import FoundationEssentials

/// A limit of a case runs out soon; said once a limit.
package struct DeadlineApproaching: Message {
  package static let type = "deadline.approaching.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let deadline: CaseDeadline
  /// The rule that sets the limit, as `R-054`.
  package let rule: String
  package let dueAt: Date
  /// Who owes the step; none while the case is unassigned.
  package let unit: ResponsibleUnit?

  package init(
    complaint: ComplaintNumber, deadline: CaseDeadline, rule: String, dueAt: Date, unit: ResponsibleUnit? = nil
  ) {
    self.complaint = complaint
    self.deadline = deadline
    self.rule = rule
    self.dueAt = dueAt
    self.unit = unit
  }

  package static let samples = [
    DeadlineApproaching(
      complaint: Sample.complaint, deadline: .reply, rule: "R-054", dueAt: Sample.later, unit: .projectDepartment),
    DeadlineApproaching(complaint: Sample.complaint, deadline: .reply, rule: "R-054", dueAt: Sample.later),
  ]
}
