package import DispatchDomain
package import Messages

/// What a batch knows and changes of suggestions.
package struct SuggestionBook: Sendable {
  private(set) var suggestions: [ComplaintNumber: Suggestion]
  private var changed: Set<ComplaintNumber> = []
  /// Those of which nothing that tells of people is to be left.
  private(set) var anonymised: [ComplaintNumber] = []

  package init(
    suggestions: [Suggestion] = [],
    consultations: [(number: ComplaintNumber, consultation: Suggestion.Consultation)] = []
  ) {
    let asked = Dictionary(grouping: consultations, by: \.number)
    self.suggestions = Dictionary(
      suggestions.map { ($0.number, $0.consulting(asked[$0.number, default: []].map(\.consultation))) }
    ) { first, _ in first }
  }

  mutating func put(_ suggestion: Suggestion) {
    guard self.suggestions[suggestion.number] != suggestion else { return }
    self.suggestions[suggestion.number] = suggestion
    self.changed.insert(suggestion.number)
  }

  mutating func anonymise(_ suggestion: Suggestion) {
    self.put(suggestion)
    self.anonymised.append(suggestion.number)
  }

  /// In the order of their numbers, as they were locked.
  package var changedSuggestions: [Suggestion] {
    self.changed.compactMap { self.suggestions[$0] }.sorted { $0.number.text < $1.number.text }
  }
}
