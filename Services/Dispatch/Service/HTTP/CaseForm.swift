import DispatchDomain
import Messages
import ServiceRuntime

/// A form that changes a case: `POST /cases/{number}/<path>`. Who may send it stands here; who may decide how much, in the
/// rules of the case.
struct CaseForm {
  let path: String
  /// As in the contract: `assignCase`.
  let name: String
  let summary: TermName
  /// The rules it follows.
  let rules: String
  let access: Access
  let read: CaseRequests.Reader

  static let all = Self.assignment + Self.customer + Self.work + Self.end

  /// The units that answer customers, and customer service, which is one of them.
  private static let units =
    Access.customerService + .posts(.unitHead, .engineer, .propertyOffice, .salesRepresentative)
  /// A hold is the affair of the manager, or of whoever leads a claim or a lawsuit.
  private static let holders = Access.posts(.customerServiceManager, .lawyer, .leaderInCharge, .generalManager)
  private static let leaders = Access.posts(.leaderInCharge, .generalManager)

  private static let assignment = [
    CaseForm(
      path: "verification", name: "verifyCase", summary: TermName("核实投诉", "Note the facts that were found"),
      rules: "R-021.", access: .customerService, read: CaseRequests.verification),
    CaseForm(
      path: "assignment", name: "assignCase", summary: TermName("分派投诉", "Assign a case to the unit that answers"),
      rules: "R-021, R-048, R-050; after two returns for the manager (R-059).", access: .customerService,
      read: CaseRequests.assignment),
    CaseForm(
      path: "return", name: "giveBackCase", summary: TermName("退回投诉", "Give a case back to customer service"),
      rules: "R-058, R-059.", access: .posts(.unitHead, .propertyOffice) + .customerService,
      read: CaseRequests.handback),
    CaseForm(
      path: "filing", name: "fileCase", summary: TermName("无效归档", "File a case as invalid"),
      rules: "R-058; after two returns for the manager (R-059).", access: .customerService, read: CaseRequests.filing),
    CaseForm(
      path: "notes", name: "noteOnCase", summary: TermName("登记跟踪情况", "Note what was found when looking at the case"),
      rules: "R-052.", access: Self.units, read: CaseRequests.note),
    CaseForm(
      path: "dispute", name: "disputeCase", summary: TermName("上报争议", "Report that departments disagree"),
      rules: "R-051.", access: .customerService, read: CaseRequests.dispute),
    CaseForm(
      path: "decision", name: "decideCase", summary: TermName("领导裁决", "Decide as the leader in charge"),
      rules: "R-051, R-059, R-172.", access: Self.leaders, read: CaseRequests.decision),
  ]

  private static let customer = [
    CaseForm(
      path: "first-response", name: "noteFirstResponse", summary: TermName("登记首次响应", "Note the first response"),
      rules: "R-042, R-043.", access: Self.units, read: CaseRequests.report(.firstResponse)),
    CaseForm(
      path: "leader-notice", name: "noteLeaderTold", summary: TermName("登记已报告领导", "Note that the leader was told"),
      rules: "R-042.", access: .customerService, read: CaseRequests.report(.leaderTold)),
    CaseForm(
      path: "upward-report", name: "noteUpwardReport", summary: TermName("登记上报", "Note the report upwards"),
      rules: "R-042, R-044.", access: .customerService, read: CaseRequests.report(.upwardReport)),
    CaseForm(
      path: "reply", name: "replyToCustomer", summary: TermName("答复客户", "Note the plan that the customer was told"),
      rules: "R-054, R-056; after a dissatisfied callback the new plan (R-171).", access: Self.units,
      read: CaseRequests.reply),
    CaseForm(
      path: "appointment", name: "appoint", summary: TermName("登记预约", "Note an appointment with the customer"),
      rules: "R-009: it replaces the limit of the step; without a time the limit is back.", access: Self.units,
      read: CaseRequests.appointment),
    CaseForm(
      path: "evaluation", name: "evaluateCase", summary: TermName("客户评价", "Note the customer's evaluation"),
      rules: "R-057.", access: Self.units, read: CaseRequests.evaluation),
    CaseForm(
      path: "letter", name: "noteLetter", summary: TermName("登记书面告知", "Note the letter in place of a callback"),
      rules: "R-188.", access: .customerService, read: CaseRequests.letter),
    CaseForm(
      path: "objection", name: "noteObjection", summary: TermName("登记客户异议", "Note the customer's objection"),
      rules: "R-188.", access: .customerService + .posts(.callCentreAgent), read: CaseRequests.objection),
  ]

  private static let work = [
    CaseForm(
      path: "start", name: "startWork", summary: TermName("开始处理", "Begin the work"),
      rules: "R-067: without a plan, with the reason.", access: Self.units, read: CaseRequests.start),
    CaseForm(
      path: "stage", name: "finishStage", summary: TermName("阶段完成", "Note that a stage of the plan is done"),
      rules: "R-056.", access: Self.units, read: CaseRequests.stageDone),
    CaseForm(
      path: "suspension", name: "suspendCase", summary: TermName("暂停处理", "Suspend the work until a review"),
      rules: "Limits stand still. While suspended: another review date.", access: .customerService,
      read: CaseRequests.suspension),
    CaseForm(
      path: "resumption", name: "resumeCase", summary: TermName("恢复处理", "Go on with the work"),
      rules: "Limits go on with the working time that was left.", access: .customerService,
      read: CaseRequests.resumption),
    CaseForm(
      path: "handled", name: "reportHandled", summary: TermName("报告处理完毕", "Report a matter settled"),
      rules: "R-057, R-067: for what no contractor repairs; the customer's evaluation may come with it.",
      access: Self.units, read: CaseRequests.handled),
  ]

  private static let end = [
    CaseForm(
      path: "withdrawal", name: "withdrawCase", summary: TermName("客户撤诉", "Note that the customer takes it back"),
      rules: "He is called back all the same.", access: .customerService + .posts(.callCentreAgent),
      read: CaseRequests.withdrawal),
    CaseForm(
      path: "reopening", name: "reopenCase", summary: TermName("重新打开", "Open a closed case again"),
      rules: "Within 30 calendar days of closing; later a new complaint is linked to it (R-192).",
      access: .customerService + .posts(.callCentreAgent), read: CaseRequests.reopening),
    CaseForm(
      path: "handling-report", name: "noteHandlingReport", summary: TermName("登记处理报告", "Note the handling report"),
      rules: "R-070.", access: .customerService, read: CaseRequests.report(.handlingReport)),
    CaseForm(
      path: "hold", name: "holdCase", summary: TermName("延长保存", "Keep a case beyond its time"),
      rules: """
        R-333: for a claim or a lawsuit. What the case says of people is kept until it is released; claims, and cases that \
        waited for a court, are held by themselves.
        """, access: Self.holders, read: CaseRequests.hold),
    CaseForm(
      path: "release", name: "releaseCase", summary: TermName("解除延长保存", "Say that nothing holds a case any more"),
      rules: "R-333: its time runs as if nobody had held it; where it has passed, the case is anonymised at once.",
      access: Self.holders, read: CaseRequests.release),
  ]
}

extension CaseAction.Authority {
  /// The most that the caller's posts let him decide.
  init(_ caller: Caller) {
    self =
      caller.holds(.leaderInCharge) || caller.holds(.generalManager)
      ? .leader : caller.holds(.customerServiceManager) ? .manager : .staff
  }
}
