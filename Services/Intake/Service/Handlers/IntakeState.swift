package import Foundation
package import IntakeDomain
package import Messages

/// What a batch of intake knows and changes.
package struct IntakeState: Sendable {
  /// What the messages of the batch say, read once.
  let submissions: [UUID: Result<Submission, Rejected>]
  package internal(set) var register: ComplaintRegister
  var projects: [Project]
  /// In the order in which they were registered.
  package internal(set) var newProjects: [(project: Project, registeredAt: Date)] = []

  package init(
    submissions: [UUID: Result<Submission, Rejected>], register: ComplaintRegister, projects: [Project]
  ) {
    self.submissions = submissions
    self.register = register
    self.projects = projects
  }
}
