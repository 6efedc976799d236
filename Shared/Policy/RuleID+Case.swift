/// The limits of a case in dispatch.
extension RuleID {
  /// customer service reports a dispute between departments to the leader in charge; runs from the dispute.
  package static let disputeReport = RuleID(trusted: 51)
  /// the leader in charge decides; runs from the report.
  package static let disputeDecision = RuleID(trusted: 51, "decision")
  /// how long a case may go without customer service looking at it.
  package static let followUp = RuleID(trusted: 52)
  /// R-054, with for the grades: the accepting unit answers the customer with a plan; runs from its receipt of
  /// the complaint.
  package static let reply = RuleID(trusted: 54)
  /// the end of handling where the plan names no date; runs from the reply.
  package static let handling = RuleID(trusted: 57)
  /// the same where a contractor is commissioned.
  package static let handlingWithCommission = RuleID(trusted: 57, "commission")
  /// a reminder of the customer's evaluation; runs from the end of handling.
  package static let evaluation = RuleID(trusted: 57, "evaluation")
  /// a unit gives back what is not its own; runs from its receipt.
  package static let giveBack = RuleID(trusted: 58)
  /// a returned complaint is decided anew; runs from the return.
  package static let returnDecision = RuleID(trusted: 59)
  /// the second step of the ladder, the customer service manager; runs from the expired limit.
  package static let escalationToManager = RuleID(trusted: 66, "manager")
  /// the third step, the leader in charge; runs from the expired limit.
  package static let escalationToLeader = RuleID(trusted: 66, "leader")
  /// State machine 3.1: a suspended case is looked at again; runs from the suspension.
  package static let suspensionReview = RuleID(trusted: 69, "review")
  /// the handling report of a major or important complaint; runs from closing.
  package static let handlingReport = RuleID(trusted: 70)
  /// the builder comes after a warranty notice; runs from the notice.
  package static let builderArrival = RuleID(trusted: 103)
  /// after a written reminder somebody else may be commissioned; runs from the reminder.
  package static let builderReminder = RuleID(trusted: 105)
  /// how long before its end owners are reminded of a warranty period.
  package static let warrantyReminder = RuleID(trusted: 107)
  /// somebody surveys the place; runs from receipt of the complaint form.
  package static let survey = RuleID(trusted: 108)
  /// how long what is known of people is kept; runs from the end of the part's warranty, and not before the end of
  /// the case.
  package static let retention = RuleID(trusted: 333)
  /// State machine 3.1: how long a closed case is opened again under its number; runs from closing.
  package static let reopening = RuleID(trusted: 68, "reopening")
}
