package import IntakeDomain
package import Messages

/// What people can ask intake to do.
package enum IntakeAction: Sendable {
  case submit(Submission)
  /// Several problems of one contact, all or none.
  case submitTogether(Contact)
  /// What was a draft becomes registered. Without a submission it was registered before.
  case submitDraft(Draft, Submission?)
  /// Keeps what is said so far.
  case save(Draft)
  ///
  case regrade(ComplaintNumber, Regrading)
  ///
  case convert(ComplaintNumber, to: ComplaintKind, remark: String?, by: Author)
  ///
  case acknowledge(Acknowledgement)
  ///
  case add(Evidence)
  ///
  case report(MisconductReport)
  ///
  case note(ProspectNote)
  case followUp(ProspectNumber, by: Author)
  /// Registers a project, or changes its particulars.
  case register(Project)
  /// Takes in a table of homes, all or none; a dry run only says what would come of it.
  case importProperty(PropertyImport, isDryRun: Bool)
  /// Another version of the rules of grading, which is not in force yet.
  case propose([TriageRule], by: Author)
  case activate(rules: Int)
  ///
  case write(GuideEntry)
}

/// Another grade or category, and why.
package struct Regrading: Sendable {
  let grade: Grade?
  let category: Messages.Category?
  let reason: RegradeReason
  let remark: String?
  let author: Author
}

package enum IntakeReply: Sendable {
  case registered(Complaint)
  case repeated(Complaint)
  case contact([Complaint])
  case changed(Complaint)
  case draft(Draft)
  case evidence(Evidence, isNew: Bool)
  case prospect(Prospect)
  case project(Project, isNew: Bool)
  case imported(PropertyImport.Outcome)
  case rules(version: Int)
  case guide(GuideEntry)
  /// There is nothing to be told; a message has no sender who waits.
  case nothing
}
