package import FoundationEssentials

/// The work is done and the owner has signed: the customer can be asked.
package struct CaseHandled: Message {
  package static let type = "case.handled.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let round: Int
  package let unit: ResponsibleUnit
  package let handledAt: Date
  /// Staff account of the handler, who may not call back his own case.
  package let handledBy: String?

  package init(
    complaint: ComplaintNumber, round: Int, unit: ResponsibleUnit, handledAt: Date, handledBy: String? = nil
  ) {
    self.complaint = complaint
    self.round = round
    self.unit = unit
    self.handledAt = handledAt
    self.handledBy = handledBy
  }

  package static let samples = [
    CaseHandled(
      complaint: Sample.complaint, round: 1, unit: .projectDepartment, handledAt: Sample.time, handledBy: "li.na"),
    CaseHandled(
      complaint: Sample.complaint, round: 1, unit: .projectDepartment, handledAt: Sample.time),
  ]
}
