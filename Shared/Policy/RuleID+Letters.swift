/// The limits of suggestions, letters and contact sheets in dispatch.
extension RuleID {
  /// the first answer to a suggestion or application; runs from its receipt.
  package static let suggestionAnswer = RuleID(trusted: 72)
  /// the decision about it; runs from the consultation of the departments.
  package static let suggestionDecision = RuleID(trusted: 72, "decision")
  /// the reply to a work contact sheet; runs from its dispatch.
  package static let contactSheetReply = RuleID(trusted: 341)
}
