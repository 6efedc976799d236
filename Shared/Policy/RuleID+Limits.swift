/// The rules whose limits a policy holds, by what they are about: intake and grading. Those of the case, of suggestions and
/// letters, and of callbacks stand in the files beside this one.
extension RuleID {
  /// the sender of a written complaint is told that it has arrived; runs from its receipt.
  package static let acknowledgement = RuleID(trusted: 18)
  /// customer service hands a complaint over to the responsible unit; runs from registration.
  package static let assignment = RuleID(trusted: 21)
  /// a department that handled its own complaint files it with customer service; runs from the end of handling.
  package static let filing = RuleID(trusted: 23)
  /// a department passes a complaint that is not its own to customer service; runs from its receipt.
  package static let transfer = RuleID(trusted: 24)
  /// an enquiry is answered; runs from its receipt.
  package static let enquiryAnswer = RuleID(trusted: 33)
  /// how far back complaints of the same fact are linked into a group.
  package static let groupWindow = RuleID(trusted: 39)
  /// somebody speaks to the customer; runs from registration. Of some grades only.
  package static let firstResponse = RuleID(trusted: 42, "first-response")
  /// the leader in charge is told; runs from registration. Of some grades only.
  package static let leaderTold = RuleID(trusted: 42, "leader-told")
  /// the report upwards; runs from grading. Of some grades only.
  package static let upwardReport = RuleID(trusted: 42, "upward-report")
  /// how far back complaints count for a hot matter.
  package static let hotWindow = RuleID(trusted: 44, "window")
  /// how long recordings are kept; runs from the day on which they were stored.
  package static let recordingRetention = RuleID(trusted: 333, "recordings")
  /// the special report on a hot matter; runs from closing.
  package static let specialReport = RuleID(trusted: 44, "special-report")
}
