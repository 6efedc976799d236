package import FoundationEssentials

/// A limit of receiving a complaint has passed without its step; said once a limit.
package struct ComplaintLimitMissed: Message {
  package static let type = "complaint.limit-missed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let limit: ReceiptLimit
  /// The rule that sets the limit, as `R-018`.
  package let rule: String
  package let dueAt: Date
  package let missedAt: Date
  /// The department that owed the step; left out for customer service.
  package let unit: ResponsibleUnit?

  package init(
    complaint: ComplaintNumber, limit: ReceiptLimit, rule: String, dueAt: Date, missedAt: Date,
    unit: ResponsibleUnit? = nil
  ) {
    self.complaint = complaint
    self.limit = limit
    self.rule = rule
    self.dueAt = dueAt
    self.missedAt = missedAt
    self.unit = unit
  }

  package static let samples = [
    ComplaintLimitMissed(
      complaint: Sample.complaint, limit: .transfer, rule: "R-024", dueAt: Sample.time, missedAt: Sample.later,
      unit: .salesDepartment),
    ComplaintLimitMissed(
      complaint: Sample.complaint, limit: .acknowledgement, rule: "R-018", dueAt: Sample.time, missedAt: Sample.later),
  ]
}
