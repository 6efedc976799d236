import DispatchDomain
import Foundation
package import Messages

/// What a batch of dispatch knows and changes: a part for each kind of aggregate.
package struct DispatchState: Sendable {
  package var cases: CaseBook
  package var judgements: JudgementBook
  package var suggestions: SuggestionBook
  package var correspondence: CorrespondenceBook
  /// Of the projects that are looked at for the day.
  let sights: [ProjectCode: DailyLook.Sight]
  var reminders: [(reminder: WarrantyReminder, remindedAt: Date)] = []
  package let unusual: UnusualRegistrations
  /// Of the projects that the batch is about, where a policy is assigned to companies.
  let companies: [ProjectCode: String]

  package init(
    cases: CaseBook, judgements: JudgementBook = JudgementBook(), suggestions: SuggestionBook = SuggestionBook(),
    correspondence: CorrespondenceBook = CorrespondenceBook(), unusual: UnusualRegistrations = UnusualRegistrations(),
    companies: [(ProjectCode, String)] = []
  ) {
    self.init(
      cases: cases, judgements: judgements, suggestions: suggestions, correspondence: correspondence, sights: [:],
      unusual: unusual, companies: companies)
  }

  init(
    cases: CaseBook, judgements: JudgementBook, suggestions: SuggestionBook, correspondence: CorrespondenceBook,
    sights: [ProjectCode: DailyLook.Sight], unusual: UnusualRegistrations, companies: [(ProjectCode, String)]
  ) {
    self.cases = cases
    self.judgements = judgements
    self.suggestions = suggestions
    self.correspondence = correspondence
    self.sights = sights
    self.unusual = unusual
    self.companies = Dictionary(companies) { first, _ in first }
  }
}
