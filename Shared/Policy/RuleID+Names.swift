package import Messages

extension RuleID {
  /// What people call the limit; of one that this version does not know, its key.
  package var name: TermName { Self.names[self] ?? TermName(self.key, self.key) }

  /// Every limit of this version. A policy names them all, and no other.
  package static var known: [RuleID] { Self.names.keys.sorted() }

  private static let names: [RuleID: TermName] = [
    .acknowledgement: TermName("书面投诉回执", "acknowledgement of a written complaint"),
    .assignment: TermName("分派", "assignment"),
    .filing: TermName("自办投诉归档", "filing of a complaint handled by its own department"),
    .transfer: TermName("转交客服", "transfer to customer service"),
    .enquiryAnswer: TermName("咨询答复", "answer to an enquiry"),
    .groupWindow: TermName("群诉统计期", "window of a group complaint"),
    .firstResponse: TermName("首次响应", "first response"),
    .leaderTold: TermName("报告主管领导", "notice to the leader in charge"),
    .upwardReport: TermName("上报", "report upwards"),
    .hotWindow: TermName("热点统计期", "window of a hot matter"),
    .specialReport: TermName("专题报告", "special report"),
    .disputeReport: TermName("分歧上报", "report of a dispute between departments"),
    .disputeDecision: TermName("领导裁定", "decision of the leader in charge"),
    .followUp: TermName("跟踪", "follow-up"),
    .reply: TermName("答复", "reply with a plan"),
    .handling: TermName("处理", "handling"),
    .handlingWithCommission: TermName("委托维修处理", "handling with a commissioned repair"),
    .evaluation: TermName("客户评价", "customer's evaluation"),
    .giveBack: TermName("退回", "return by the unit"),
    .returnDecision: TermName("退件裁定", "decision about a returned complaint"),
    .escalationToManager: TermName("升级至客服经理", "escalation to the customer service manager"),
    .escalationToLeader: TermName("升级至主管领导", "escalation to the leader in charge"),
    .reopening: TermName("重开期", "reopening under the same number"),
    .suspensionReview: TermName("中止复核", "review of a suspension"),
    .handlingReport: TermName("处理报告", "handling report"),
    .suggestionAnswer: TermName("建议首次答复", "first answer to a suggestion"),
    .suggestionDecision: TermName("建议决定", "decision about a suggestion"),
    .builderArrival: TermName("施工单位到场", "arrival of the builder"),
    .builderReminder: TermName("施工单位催告", "reminder to the builder"),
    .warrantyReminder: TermName("保修期满提醒", "reminder before a warranty ends"),
    .survey: TermName("查勘", "survey"),
    .closingCallback: TermName("关闭回访", "closing callback"),
    .newPlan: TermName("重新制定方案", "new plan"),
    .repairCallback: TermName("维修回访", "call after a repair"),
    .milestoneCallback: TermName("节点回访", "milestone callback"),
    .milestoneCallbackLatest: TermName("节点回访最晚", "latest milestone callback"),
    .unreachableLetter: TermName("失联信函答复", "answer to the letter to an unreachable customer"),
    .contactSheetReply: TermName("工作联系单答复", "reply to a work contact sheet"),
    .retention: TermName("投诉及维修资料保存期", "keeping of complaint and repair records"),
    .recordingRetention: TermName("录音保存期", "keeping of recordings"),
  ]
}
