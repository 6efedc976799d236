package import FoundationEssentials

/// Open cases of a project have no next action: no limit of theirs runs, and nobody would notice if they were forgotten. Told
/// each working day while there are any.
package struct CasesIdle: Message {
  package static let type = "cases.idle.v1"
  package var subject: String { self.project.text }

  package let project: ProjectCode
  /// In the order of their numbers.
  package let complaints: [ComplaintNumber]
  package let reportedAt: Date

  package init(project: ProjectCode, complaints: [ComplaintNumber], reportedAt: Date) {
    self.project = project
    self.complaints = complaints
    self.reportedAt = reportedAt
  }

  package static let samples = [
    CasesIdle(project: Sample.project, complaints: [Sample.complaint], reportedAt: Sample.time)
  ]
}
