package import FoundationEssentials
package import WorkCalendar

/// Completion acceptance was passed for a project, or for one of its buildings: the builder's warranty clock starts
///
package struct ProjectCompleted: Message {
  package static let type = "project.completed.v1"
  package var subject: String { self.reference }

  /// The sender's own number of this message.
  package let reference: String
  /// When the sender's system had it so: a message older than what is known changes nothing.
  package let asOf: Date
  package let project: ProjectCode
  /// Left out for the whole project.
  package let building: String?
  package let completedOn: CalendarDay

  package init(
    reference: String, asOf: Date, project: ProjectCode, building: String? = nil, completedOn: CalendarDay
  ) {
    self.reference = reference
    self.asOf = asOf
    self.project = project
    self.building = building
    self.completedOn = completedOn
  }

  package static let samples = [
    ProjectCompleted(
      reference: "ACCEPTANCE-1", asOf: Sample.time, project: Sample.project, building: "3",
      completedOn: Sample.completionDay),
    ProjectCompleted(
      reference: "ACCEPTANCE-1", asOf: Sample.time, project: Sample.project, completedOn: Sample.completionDay),
  ]
}

extension ProjectCompleted: InboundMessage {
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let asOf = fields.required("asOf", .time)
    let project = fields.required("project", .projectCode)
    let building = fields.optional("building", .line(upTo: 40))
    let completedOn = fields.required("completedOn", .day)
    guard let reference, let asOf, let project, let completedOn else { return nil }
    return ProjectCompleted(
      reference: reference, asOf: asOf, project: project, building: building, completedOn: completedOn)
  }
}
