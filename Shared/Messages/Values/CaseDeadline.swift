/// A limit of a case that can be missed.
package struct CaseDeadline: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let assignment = CaseDeadline("assignment")
  package static let firstResponse = CaseDeadline("first-response")
  package static let leaderTold = CaseDeadline("leader-told")
  package static let upwardReport = CaseDeadline("upward-report")
  package static let reply = CaseDeadline("reply")
  package static let survey = CaseDeadline("survey")
  package static let returnDecision = CaseDeadline("return-decision")
  package static let decision = CaseDeadline("decision")
  package static let handling = CaseDeadline("handling")
  package static let evaluation = CaseDeadline("evaluation")
  package static let callback = CaseDeadline("callback")
  package static let newPlan = CaseDeadline("new-plan")
  package static let review = CaseDeadline("review")
  package static let objection = CaseDeadline("objection")
  package static let handlingReport = CaseDeadline("handling-report")
  /// A case that is given back comes with the opinion of the unit's head.
  package static let returnOpinion = CaseDeadline("return-opinion")
  /// Customer service looks at each open case.
  package static let followUp = CaseDeadline("follow-up")
  package static let builderArrival = CaseDeadline("builder-arrival")
  package static let suggestionAnswer = CaseDeadline("suggestion-answer")
  package static let suggestionDecision = CaseDeadline("suggestion-decision")
  package static let suggestionImplementation = CaseDeadline("suggestion-implementation")

  /// The date of one stage of the plan, counted from 1.
  package static func stage(_ number: Int) -> CaseDeadline { CaseDeadline("stage-\(number)") }

  package static let names: [CaseDeadline: TermName] = [
    .assignment: TermName("分派", "assignment"),
    .firstResponse: TermName("首次响应", "first response"),
    .leaderTold: TermName("报告分管领导", "leader in charge told"),
    .upwardReport: TermName("上报", "report upwards"),
    .reply: TermName("答复", "reply"),
    .survey: TermName("查勘", "survey"),
    .returnDecision: TermName("退回处理", "decision on the return"),
    .decision: TermName("领导裁决", "leader's decision"),
    .handling: TermName("处理完成", "end of handling"),
    .evaluation: TermName("客户评价", "customer's evaluation"),
    .callback: TermName("回访", "callback"),
    .newPlan: TermName("新方案", "new plan"),
    .review: TermName("暂停复核", "review of the suspension"),
    .objection: TermName("书面告知异议期", "objection to the letter"),
    .handlingReport: TermName("处理报告", "handling report"),
    .stage(1): TermName("第一阶段", "first stage"),
    .stage(2): TermName("第二阶段", "second stage"),
    .stage(3): TermName("第三阶段", "third stage"),
    .stage(4): TermName("第四阶段", "fourth stage"),
    .stage(5): TermName("第五阶段", "fifth stage"),
    .stage(6): TermName("第六阶段", "sixth stage"),
    .returnOpinion: TermName("退回意见", "opinion on a return"),
    .followUp: TermName("每周跟踪", "weekly look at the case"),
    .builderArrival: TermName("施工单位到场", "arrival of the builder"),
    .suggestionAnswer: TermName("建议首次答复", "first answer to a suggestion"),
    .suggestionDecision: TermName("建议决定", "decision on a suggestion"),
    .suggestionImplementation: TermName("建议实施", "carrying out a suggestion"),
  ]
}
