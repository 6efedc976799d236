/// Every message of the contract: who writes it, who reads it.
///
/// The topology of each service, the AsyncAPI document and the golden tests are made from this list.
package enum Catalogue {
  package struct Entry: Sendable {
    package let message: any Message.Type
    package let producer: Service
    package let consumers: Set<Service>
    /// What people call it.
    package let name: TermName
    /// One line for integrators.
    package let summary: String

    package var type: String { self.message.type }
    package var exchange: String { self.producer.exchange }
  }

  package static let entries: [Entry] = [
    entry(
      ComplaintReported.self, "投诉上报", "complaint reported", from: .outside, to: [.intake],
      "A customer complains, told by an outside system."),
    entry(
      RepairCompletionReported.self, "完工上报", "completion reported", from: .outside, to: [.contractors],
      "A contractor's system reports finished work."),
    entry(
      UnitUpserted.self, "房屋资料上报", "unit told", from: .outside, to: [.intake],
      "A home with its builders, agreed periods and residents, as an outside system has it."),
    entry(
      UnitDelivered.self, "房屋已交付", "unit delivered", from: .outside, to: [.intake],
      "A home was handed over to its owner."),
    entry(
      ProjectCompleted.self, "竣工验收合格", "project completed", from: .outside, to: [.intake],
      "Completion acceptance was passed for a project or one of its buildings."),
    entry(
      ProjectDepartmentWithdrawn.self, "项目部已撤离", "project department withdrawn", from: .outside, to: [.intake],
      "The project department leaves, by an act signed by both sides."),
    entry(
      PropertyRejected.self, "房产资料被退回", "property message refused", from: .intake, to: [],
      "A message about projects and homes was refused; all faults are named."),
    entry(
      ProjectRegistered.self, "项目已登记", "project registered", from: .intake, to: [.contractors],
      "A project is known from now on."),
    entry(
      ComplaintRegistered.self, "投诉已登记", "complaint registered", from: .intake, to: [.dispatch, .reporting],
      "A complaint has its number."),
    entry(
      ComplaintRejected.self, "投诉被退回", "complaint refused", from: .intake, to: [],
      "A complaint was refused; all faults are named."),
    entry(
      ComplaintConverted.self, "类别已转换", "complaint converted", from: .intake, to: [.dispatch, .reporting],
      "A matter is of another kind; its number stays."),
    entry(
      ComplaintLimitMissed.self, "受理期限已过", "limit of receiving missed", from: .intake, to: [],
      "A limit of receiving a complaint has passed without its step."),
    entry(
      ComplaintRegraded.self, "投诉等级已调整", "complaint regraded", from: .intake, to: [.dispatch, .reporting],
      "A complaint has another grade or category."),
    entry(
      ProjectChanged.self, "项目信息已变更", "project changed", from: .intake, to: [.dispatch, .contractors, .callback],
      "A project as the property register has it now."),
    entry(
      UnitChanged.self, "房屋信息已变更", "unit changed", from: .intake, to: [.dispatch],
      "A home as the property register has it now."),
    entry(CaseAssigned.self, "已分派", "assigned", from: .dispatch, to: [.reporting], "A unit answers for the case."),
    entry(CaseReplied.self, "已答复", "replied", from: .dispatch, to: [.reporting], "The unit has answered the customer."),
    entry(
      RepairRequested.self, "请求维修", "repair requested", from: .dispatch, to: [.contractors],
      "A repair, or rework, is needed."),
    entry(
      CaseHandled.self, "已处理", "handled", from: .dispatch, to: [.callback, .reporting],
      "The work is done; ask the customer."),
    entry(
      CaseReopened.self, "重新处理", "reopened", from: .dispatch, to: [.callback, .reporting],
      "The customer is not satisfied; once more."),
    entry(
      CaseClosed.self, "已关闭", "closed", from: .dispatch, to: [.contractors, .callback, .reporting],
      "The case has ended."),
    entry(
      CaseJudged.self, "已判定责任", "judged", from: .dispatch, to: [.contractors, .reporting],
      "Somebody has judged who answers for the defect."),
    entry(
      CaseRegraded.self, "处理中升级", "case regraded", from: .dispatch, to: [.intake, .reporting],
      "The course of a case has raised its grade; intake tells the others by complaint.regraded.v1."),
    entry(
      CaseHeld.self, "延长保存", "case held", from: .dispatch, to: [.intake, .reporting],
      "A claim or a lawsuit keeps the case beyond its time, or does so no more."),
    entry(
      CaseAnonymised.self, "已匿名化", "case anonymised", from: .dispatch,
      to: [.intake, .contractors, .callback, .reporting],
      "The time to keep it has passed; what is known of people in it goes."),
    entry(
      SuggestionClosed.self, "建议已办结", "suggestion closed", from: .dispatch, to: [.reporting],
      "A suggestion or an application has ended."),
    entry(
      DeadlineMissed.self, "期限已过", "limit missed", from: .dispatch, to: [.reporting],
      "A limit has passed without its step."),
    entry(
      CaseProgressed.self, "进度更新", "case progressed", from: .dispatch, to: [.reporting],
      "A step that no other message tells: given back, escalated, begun, done, suspended, resumed …"),
    entry(
      DeadlineApproaching.self, "期限将至", "limit approaching", from: .dispatch, to: [.reporting],
      "A limit runs out soon, and its step is missing."),
    entry(
      WarrantyExpiring.self, "保修即将期满", "warranty expiring", from: .dispatch, to: [],
      "An owner's warranty on something ends soon, and he is to be told."),
    entry(
      CasesIdle.self, "无后续事项的投诉", "cases idle", from: .dispatch, to: [],
      "Open cases without a next action, told each working day."),
    entry(
      RepairSurveyed.self, "已查勘", "surveyed", from: .contractors, to: [.dispatch, .reporting], "The place was surveyed."
    ),
    entry(
      RepairCommissioned.self, "已委托", "commissioned", from: .contractors, to: [.reporting],
      "A contractor has the order."),
    entry(
      RepairCompleted.self, "已完工", "completed", from: .contractors, to: [.reporting], "The contractor has finished."),
    entry(
      RepairCompletionRejected.self, "完工被退回", "completion refused", from: .contractors, to: [],
      "A completion was refused; all faults are named."),
    entry(
      RepairAccepted.self, "已验收", "accepted", from: .contractors, to: [.reporting], "The developer finds the work good."
    ),
    entry(
      RepairReworkOrdered.self, "返工", "rework ordered", from: .contractors, to: [.reporting],
      "The contractor has to go back."),
    entry(
      RepairSigned.self, "业主已签字", "signed by the owner", from: .contractors, to: [.dispatch, .reporting],
      "The owner has signed."),
    entry(
      CallbackScheduled.self, "待回访", "callback scheduled", from: .callback, to: [.dispatch, .reporting],
      "The customer is to be asked."),
    entry(
      CallbackDue.self, "回访到期", "callback due", from: .callback, to: [.reporting],
      "The day of a milestone callback has come."),
    entry(
      CallbackAnswered.self, "已回访", "called back", from: .callback, to: [.dispatch, .reporting],
      "The customer has answered."),
    entry(
      CallbackUnreachable.self, "联系不上客户", "customer unreachable", from: .callback, to: [.dispatch, .reporting],
      "Nobody was reached in three attempts."),
    entry(
      CallbackRefused.self, "客户拒绝回访", "callback refused", from: .callback, to: [.dispatch, .reporting],
      "The customer does not want to be called about the case."),
  ]

  /// The types that a service reads, by the exchange they come from.
  package static func consumed(by service: Service) -> [String: [String]] {
    Dictionary(grouping: self.entries.filter { $0.consumers.contains(service) }, by: \.exchange)
      .mapValues { $0.map(\.type).sorted() }
  }

  package static func entry(of type: String) -> Entry? {
    self.byType[type]
  }

  private static let byType = Dictionary(uniqueKeysWithValues: entries.map { ($0.type, $0) })

  private static func entry(
    _ message: any Message.Type, _ chinese: String, _ english: String, from producer: Service,
    to consumers: Set<Service>, _ summary: String
  ) -> Entry {
    Entry(
      message: message, producer: producer, consumers: consumers, name: TermName(chinese, english), summary: summary)
  }
}
