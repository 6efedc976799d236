/// How a case came to its end.
package struct CloseOutcome: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let satisfied = CloseOutcome("satisfied")

  package static let names: [CloseOutcome: TermName] = [
    .satisfied: TermName("客户满意", "customer satisfied")
  ]
}
