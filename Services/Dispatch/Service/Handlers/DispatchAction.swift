package import DispatchDomain

/// What people can ask dispatch to do, by what they do it to.
package enum DispatchAction: Sendable {
  case onCase(CaseAction)
  case onJudgement(JudgementAction)
  case onSuggestion(SuggestionAction)
  case onLetter(LetterAction)
  case onContactSheet(ContactSheetAction)
}

/// What became of it.
package enum DispatchReply: Sendable {
  case ofCase(Case)
  case ofJudgements(Case, CaseJudgements)
  case ofSuggestion(Suggestion)
  case ofLetter(Letter)
  case ofContactSheet(ContactSheet)
  /// A message or a deadline that answers nobody.
  case nothing
}
