package import FoundationEssentials
package import WorkCalendar

/// The project department leaves the project: from that day customer service handles its quality complaints itself
/// . An act, dated and signed by both sides; it cannot be undone, only corrected by a new act.
package struct ProjectDepartmentWithdrawn: Message {
  package static let type = "project.department-withdrawn.v1"
  package var subject: String { self.reference }

  /// The number of the act.
  package let reference: String
  /// When it was signed: of two acts the one signed later counts.
  package let asOf: Date
  package let project: ProjectCode
  package let withdrawnOn: CalendarDay
  /// Staff accounts of who signed for the project department and for customer service; not the same person.
  package let signedByDepartment: String
  package let signedByCustomerService: String

  package init(
    reference: String, asOf: Date, project: ProjectCode, withdrawnOn: CalendarDay, signedByDepartment: String,
    signedByCustomerService: String
  ) {
    self.reference = reference
    self.asOf = asOf
    self.project = project
    self.withdrawnOn = withdrawnOn
    self.signedByDepartment = signedByDepartment
    self.signedByCustomerService = signedByCustomerService
  }

  package static let samples = [
    ProjectDepartmentWithdrawn(
      reference: "ACT-2022-1", asOf: Sample.time, project: Sample.project, withdrawnOn: Sample.withdrawalDay,
      signedByDepartment: "zhao.gang", signedByCustomerService: "li.na")
  ]
}

extension ProjectDepartmentWithdrawn: InboundMessage {
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let asOf = fields.required("asOf", .time)
    let project = fields.required("project", .projectCode)
    let withdrawnOn = fields.required("withdrawnOn", .day)
    let signedByDepartment = fields.required("signedByDepartment", .line(upTo: 60))
    let signedByCustomerService = fields.required("signedByCustomerService", .line(upTo: 60))
    if let signedByDepartment, signedByDepartment == signedByCustomerService {
      fields.note("signedByCustomerService", .invalid, "The act is signed by two people.")
    }
    guard let reference, let asOf, let project, let withdrawnOn, let signedByDepartment, let signedByCustomerService
    else { return nil }
    return ProjectDepartmentWithdrawn(
      reference: reference, asOf: asOf, project: project, withdrawnOn: withdrawnOn,
      signedByDepartment: signedByDepartment, signedByCustomerService: signedByCustomerService)
  }
}
