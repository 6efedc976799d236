package import Messages

/// What a batch of dispatch knows and changes: a part for each kind of aggregate.
package struct DispatchState: Sendable {
  package var cases: CaseBook
  package var judgements: JudgementBook
  package var suggestions: SuggestionBook
  package var correspondence: CorrespondenceBook
  package let unusual: UnusualRegistrations
  /// Of the projects that the batch is about, where a policy is assigned to companies.
  let companies: [ProjectCode: String]

  package init(
    cases: CaseBook, judgements: JudgementBook = JudgementBook(), suggestions: SuggestionBook = SuggestionBook(),
    correspondence: CorrespondenceBook = CorrespondenceBook(), unusual: UnusualRegistrations = UnusualRegistrations(),
    companies: [(ProjectCode, String)] = []
  ) {
    self.cases = cases
    self.judgements = judgements
    self.suggestions = suggestions
    self.correspondence = correspondence
    self.unusual = unusual
    self.companies = Dictionary(companies) { first, _ in first }
  }
}
