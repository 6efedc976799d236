package import FoundationEssentials

/// A project is known from now on: complaints about it are taken, commission letters numbered.
package struct ProjectRegistered: Message {
  package static let type = "project.registered.v1"
  package var subject: String { self.project.text }

  package let project: ProjectCode
  package let name: String
  /// The project's number in commission letters, 1 to 999.
  package let worksNumber: Int
  package let registeredAt: Date

  package init(
    project: ProjectCode, name: String, worksNumber: Int, registeredAt: Date
  ) {
    self.project = project
    self.name = name
    self.worksNumber = worksNumber
    self.registeredAt = registeredAt
  }

  package static let samples = [
    ProjectRegistered(
      project: Sample.project, name: "翠林兰溪园", worksNumber: 1, registeredAt: Sample.time)
  ]
}
