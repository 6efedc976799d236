/// The steps of a case in their order, as the status table shows them (SM03-09).
package struct Step: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let registered = Step("registered")
  package static let verified = Step("verified")
  package static let assigned = Step("assigned")
  package static let returned = Step("returned")
  package static let escalated = Step("escalated")
  package static let handedOver = Step("handed-over")
  package static let replied = Step("replied")
  package static let surveyed = Step("surveyed")
  package static let started = Step("started")
  package static let suspended = Step("suspended")
  package static let commissioned = Step("commissioned")
  package static let completed = Step("completed")
  package static let accepted = Step("accepted")
  package static let reworkOrdered = Step("rework-ordered")
  package static let signed = Step("signed")
  package static let done = Step("done")
  package static let handled = Step("handled")
  package static let callbackScheduled = Step("callback-scheduled")
  package static let callbackAnswered = Step("callback-answered")
  package static let reopened = Step("reopened")
  package static let closed = Step("closed")
  package static let filedInvalid = Step("filed-invalid")
  package static let withdrawn = Step("withdrawn")

  package static let names: [Step: TermName] = [
    .registered: TermName("已登记", "registered"),
    .verified: TermName("已核实", "verified"),
    .assigned: TermName("已分派", "assigned"),
    .returned: TermName("已退回", "given back"),
    .escalated: TermName("已上报", "escalated"),
    .handedOver: TermName("已移交客服", "handed over to customer service"),
    .replied: TermName("已答复", "replied"),
    .surveyed: TermName("已查勘", "surveyed"),
    .started: TermName("处理中", "in progress"),
    .suspended: TermName("已暂停", "suspended"),
    .commissioned: TermName("已委托", "commissioned"),
    .completed: TermName("已完工", "completed"),
    .accepted: TermName("已验收", "accepted"),
    .reworkOrdered: TermName("返工", "rework ordered"),
    .signed: TermName("业主已签字", "signed by the owner"),
    .done: TermName("待评价", "awaiting evaluation"),
    .handled: TermName("已处理", "handled"),
    .callbackScheduled: TermName("待回访", "awaiting callback"),
    .callbackAnswered: TermName("已回访", "called back"),
    .reopened: TermName("重新处理", "reopened"),
    .closed: TermName("已关闭", "closed"),
    .filedInvalid: TermName("无效归档", "filed as invalid"),
    .withdrawn: TermName("客户撤诉", "withdrawn"),
  ]

  /// Of two steps at the same instant the later in this list is the progress.
  private static let order: [Step] = [
    .registered, .verified, .returned, .escalated, .assigned, .handedOver, .replied, .surveyed, .started, .suspended,
    .commissioned, .completed, .accepted, .reworkOrdered, .signed, .done, .handled, .callbackScheduled,
    .callbackAnswered, .reopened, .closed, .filedInvalid, .withdrawn,
  ]

  package var position: Int { Self.order.firstIndex(of: self) ?? -1 }

  /// What has to happen next.
  package var nextAction: TermName {
    switch self {
    case .registered, .verified: TermName("分派责任部门", "assign the unit")
    case .returned: TermName("归档或重新分派", "file or assign anew")
    case .escalated: TermName("分管领导裁决", "the leader in charge decides")
    case .handedOver: TermName("客服继续处理", "customer service goes on")
    case .started: TermName("完成处理", "finish the work")
    case .suspended: TermName("复核后恢复", "review and resume")
    case .done: TermName("请客户评价", "have the customer evaluate")
    case .assigned: TermName("答复客户并查勘", "reply to the customer, survey")
    case .replied: TermName("查勘或处理", "survey or handle")
    case .surveyed: TermName("委托维修", "commission the repair")
    case .commissioned, .reworkOrdered: TermName("维修", "repair")
    case .completed: TermName("验收", "accept the work")
    case .accepted: TermName("请业主签字", "have the owner sign")
    case .signed, .handled: TermName("安排回访", "schedule the callback")
    case .callbackScheduled: TermName("回访", "call the customer")
    case .reopened: TermName("重新处理", "handle again")
    case .closed, .filedInvalid, .withdrawn: TermName("无", "none")
    default: TermName("关闭或重新处理", "close or handle again")
    }
  }
}
