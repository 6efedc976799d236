/// The steps of a case in their order, as the status table shows them (SM03-09).
package struct Step: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let registered = Step("registered")
  package static let assigned = Step("assigned")
  package static let replied = Step("replied")
  package static let surveyed = Step("surveyed")
  package static let commissioned = Step("commissioned")
  package static let completed = Step("completed")
  package static let accepted = Step("accepted")
  package static let reworkOrdered = Step("rework-ordered")
  package static let signed = Step("signed")
  package static let handled = Step("handled")
  package static let callbackScheduled = Step("callback-scheduled")
  package static let callbackAnswered = Step("callback-answered")
  package static let reopened = Step("reopened")
  package static let closed = Step("closed")

  package static let names: [Step: TermName] = [
    .registered: TermName("已登记", "registered"),
    .assigned: TermName("已分派", "assigned"),
    .replied: TermName("已答复", "replied"),
    .surveyed: TermName("已查勘", "surveyed"),
    .commissioned: TermName("已委托", "commissioned"),
    .completed: TermName("已完工", "completed"),
    .accepted: TermName("已验收", "accepted"),
    .reworkOrdered: TermName("返工", "rework ordered"),
    .signed: TermName("业主已签字", "signed by the owner"),
    .handled: TermName("已处理", "handled"),
    .callbackScheduled: TermName("待回访", "awaiting callback"),
    .callbackAnswered: TermName("已回访", "called back"),
    .reopened: TermName("重新处理", "reopened"),
    .closed: TermName("已关闭", "closed"),
  ]

  /// Of two steps at the same instant the later in this list is the progress.
  private static let order: [Step] = [
    .registered, .assigned, .replied, .surveyed, .commissioned, .completed, .accepted, .reworkOrdered, .signed,
    .handled, .callbackScheduled, .callbackAnswered, .reopened, .closed,
  ]

  package var position: Int { Self.order.firstIndex(of: self) ?? -1 }

  /// What has to happen next.
  package var nextAction: TermName {
    switch self {
    case .registered: TermName("分派责任部门", "assign the unit")
    case .assigned: TermName("答复客户并查勘", "reply to the customer, survey")
    case .replied: TermName("查勘或处理", "survey or handle")
    case .surveyed: TermName("委托维修", "commission the repair")
    case .commissioned, .reworkOrdered: TermName("维修", "repair")
    case .completed: TermName("验收", "accept the work")
    case .accepted: TermName("请业主签字", "have the owner sign")
    case .signed, .handled: TermName("安排回访", "schedule the callback")
    case .callbackScheduled: TermName("回访", "call the customer")
    case .reopened: TermName("重新处理", "handle again")
    case .closed: TermName("无", "none")
    default: TermName("关闭或重新处理", "close or handle again")
    }
  }
}
