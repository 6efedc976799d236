/// Why a complaint got another grade.
package struct RegradeReason: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let verification = RegradeReason("verification")
  package static let danger = RegradeReason("danger")
  package static let structuralSafety = RegradeReason("structural-safety")
  package static let lawsuitOrClaim = RegradeReason("lawsuit-or-claim")
  package static let press = RegradeReason("press")
  package static let collectivePetition = RegradeReason("collective-petition")
  package static let lossOfUse = RegradeReason("loss-of-use")
  package static let repeatedFailure = RegradeReason("repeated-failure")
  package static let threatenedEscalation = RegradeReason("threatened-escalation")
  package static let hotMatter = RegradeReason("hot-matter")
  package static let jointComplaint = RegradeReason("joint-complaint")
  /// Three callbacks found the customer dissatisfied.
  package static let dissatisfaction = RegradeReason("dissatisfaction")
  package static let other = RegradeReason("other")

  package static let names: [RegradeReason: TermName] = [
    .verification: TermName("核实后调整", "found at verification"),
    .danger: TermName("危及人身安全", "injury or danger to life"),
    .structuralSafety: TermName("涉及结构安全", "structural safety"),
    .lawsuitOrClaim: TermName("诉讼或大额索赔", "lawsuit or large claim"),
    .press: TermName("负面报道", "negative press"),
    .collectivePetition: TermName("集体上访或退房", "collective petition or return"),
    .lossOfUse: TermName("严重影响使用", "serious loss of use of the home"),
    .repeatedFailure: TermName("同一问题多次维修无效", "repeated failure of the same repair"),
    .threatenedEscalation: TermName("客户扬言升级", "threatened escalation"),
    .hotMatter: TermName("一个月内多名客户投诉同一事项", "same matter, more than three people in a month"),
    .jointComplaint: TermName("三人以上联名投诉", "joint complaint of three or more"),
    .dissatisfaction: TermName("三次回访均不满意", "dissatisfied at three callbacks"),
    .other: TermName("其他", "other"),
  ]
}
