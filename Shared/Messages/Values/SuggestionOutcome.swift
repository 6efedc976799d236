/// How a suggestion or an application ended.
package struct SuggestionOutcome: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let implemented = SuggestionOutcome("implemented")
  package static let declined = SuggestionOutcome("declined")
  package static let converted = SuggestionOutcome("converted")

  package static let names: [SuggestionOutcome: TermName] = [
    .implemented: TermName("已实施", "implemented"),
    .declined: TermName("未采纳", "declined"),
    .converted: TermName("转为投诉", "converted to a complaint"),
  ]
}
