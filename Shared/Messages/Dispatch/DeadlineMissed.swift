package import FoundationEssentials

/// A limit of a case has passed without its step; said once a limit and level.
package struct DeadlineMissed: Message {
  package static let type = "deadline.missed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let deadline: CaseDeadline
  /// The rule that sets the limit, as `R-054`.
  package let rule: String
  package let dueAt: Date
  package let missedAt: Date
  /// Who owed the step; none while the case is unassigned.
  package let unit: ResponsibleUnit?
  /// Who is told: the head of the unit at once, others when the step is still missing later. Absent in what was
  /// written before there were levels: the head of the unit.
  package let level: EscalationLevel?

  package init(
    complaint: ComplaintNumber, deadline: CaseDeadline, rule: String, dueAt: Date, missedAt: Date,
    unit: ResponsibleUnit? = nil, level: EscalationLevel? = nil
  ) {
    self.complaint = complaint
    self.deadline = deadline
    self.rule = rule
    self.dueAt = dueAt
    self.missedAt = missedAt
    self.unit = unit
    self.level = level
  }

  package static let samples = [
    DeadlineMissed(
      complaint: Sample.complaint, deadline: .reply, rule: "R-054", dueAt: Sample.later, missedAt: Sample.time,
      unit: .projectDepartment, level: .unitHead),
    DeadlineMissed(
      complaint: Sample.complaint, deadline: .reply, rule: "R-054", dueAt: Sample.later, missedAt: Sample.time),
  ]
}
