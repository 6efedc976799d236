/// How a case came to its end.
package struct CloseOutcome: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let satisfied = CloseOutcome("satisfied")
  /// Nobody was reached, and nobody objected to the letter.
  package static let unreachable = CloseOutcome("unreachable")
  /// The customer accepted the work and would not be called about it.
  package static let refused = CloseOutcome("refused")
  /// The leader in charge ended it in writing.
  package static let byDecision = CloseOutcome("by-decision")
  /// Nothing to it, or not ours.
  package static let invalid = CloseOutcome("invalid")
  /// The customer took it back.
  package static let withdrawn = CloseOutcome("withdrawn")

  package static let names: [CloseOutcome: TermName] = [
    .satisfied: TermName("客户满意", "customer satisfied"),
    .unreachable: TermName("联系不上客户", "customer unreachable"),
    .refused: TermName("客户拒绝回访", "callback refused"),
    .byDecision: TermName("领导决定关闭", "closed by decision"),
    .invalid: TermName("无效投诉", "invalid"),
    .withdrawn: TermName("客户撤诉", "withdrawn by the customer"),
  ]
}
