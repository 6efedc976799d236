import Foundation
import IntakeDomain
import Messages

/// What a batch of intake knows and changes.
struct IntakeState: Sendable {
  /// What the messages of the batch say, read once.
  var submissions: [UUID: Result<Submission, Rejected>]
  var register: ComplaintRegister
  var projects: [Project]
  /// In the order in which they were registered.
  var newProjects: [(project: Project, registeredAt: Date)] = []
}
