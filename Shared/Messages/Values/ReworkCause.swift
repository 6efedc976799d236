/// Why a contractor has to go back to a job.
package struct ReworkCause: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let acceptance = ReworkCause("acceptance")
  package static let owner = ReworkCause("owner")
  package static let judgement = ReworkCause("judgement")
  package static let callback = ReworkCause("callback")

  package static let names: [ReworkCause: TermName] = [
    .acceptance: TermName("验收不合格", "acceptance failed"),
    .owner: TermName("业主拒签", "owner would not sign"),
    .judgement: TermName("重新判定责任", "judged anew"),
    .callback: TermName("回访不满意", "callback dissatisfied"),
  ]
}
