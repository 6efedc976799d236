package import IntakeDomain
package import Messages

/// What people can ask intake to do.
package enum IntakeAction: Sendable {
  case submit(Submission)
  /// Registers a project, or changes its particulars.
  case register(Project)
  /// Takes in a table of homes, all or none; a dry run only says what would come of it.
  case importProperty(PropertyImport, isDryRun: Bool)
}

package enum IntakeReply: Sendable {
  case registered(Complaint)
  case repeated(ComplaintNumber)
  case project(Project, isNew: Bool)
  case imported(PropertyImport.Outcome)
  /// A message has no sender who waits.
  case nothing
}
