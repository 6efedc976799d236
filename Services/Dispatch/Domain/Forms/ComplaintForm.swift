package import Foundation
package import Messages
package import Presentation
package import WorkCalendar

/// What intake knows of a complaint and dispatch does not: asked over HTTP for whoever prints the form, with that reader's
/// own rights, and kept nowhere (R-330, R-335).
package struct CustomerPart: Sendable, Equatable {
  package let surname: String?
  /// As intake shows it to this reader, mostly masked.
  package let telephone: String?
  package let channel: Channel?
  package let content: String?
  package let accessTimes: [String]
  /// The department that the customer spoke to or wrote to.
  package let receivedBy: ResponsibleUnit?
  package let registeredAt: Date?
  /// What each file of evidence is called.
  package let evidence: [String]

  package init(
    surname: String?, telephone: String?, channel: Channel?, content: String?, accessTimes: [String],
    receivedBy: ResponsibleUnit?, registeredAt: Date?, evidence: [String]
  ) {
    self.surname = surname
    self.telephone = telephone
    self.channel = channel
    self.content = content
    self.accessTimes = accessTimes
    self.receivedBy = receivedBy
    self.registeredAt = registeredAt
    self.evidence = evidence
  }

  /// Intake could not be asked; the fields stay empty to be filled in by hand.
  package static let unknown = CustomerPart(
    surname: nil, telephone: nil, channel: nil, content: nil, accessTimes: [], receivedBy: nil, registeredAt: nil,
    evidence: [])
}

/// The complaint form (SM03-07), in triplicate: what is known of the case, and room for what is written by hand.
package struct ComplaintForm: Sendable {
  private let state: Case
  private let customer: CustomerPart
  private let notes: [CaseNote]
  private let judgement: JudgementRecord?
  private let deliveredOn: CalendarDay?
  private let company: String?

  package init(
    _ state: Case, customer: CustomerPart, notes: [CaseNote], judgement: JudgementRecord?, deliveredOn: CalendarDay?,
    company: String? = nil
  ) {
    self.state = state
    self.customer = customer
    self.notes = notes
    self.judgement = judgement
    self.deliveredOn = deliveredOn
    self.company = company
  }

  package var page: PrintedPage {
    let body: Markup = "\(self.reception)\(self.handling)\(self.end)"
    return PrintedPage(
      title: TermName("投诉处理单", "Complaint form"),
      head: PrintedPage.Head(
        form: "SM03-07", version: 2, company: self.company, project: self.state.number.project.text, creator: nil,
        createdAt: self.customer.registeredAt),
      number: self.state.number.text, sheets: Self.holders.map { PrintedPage.Sheet(for: $0, body) })
  }

  private static let holders = [
    TermName("第一联：客户服务部存档", "Copy 1: customer service"), TermName("第二联：责任部门留存", "Copy 2: unit responsible"),
    TermName("第三联：客户留存", "Copy 3: customer"),
  ]

  /// What the customer says, and where the defect is (R-025).
  private var reception: Markup {
    var grid = FormGrid()
    let address = self.state.address
    grid.row(
      FormField("受理时间", "Received", LocalTime.second(self.state.receivedAt)),
      FormField("受理渠道", "Channel", named: self.customer.channel?.name))
    grid.row(
      FormField("受理部门、人", "Received by", named: self.customer.receivedBy?.name),
      FormField(
        "级别", "Grade", marked: choices(Grade.known.map { ($0.name, $0 == self.state.grade) })))
    grid.row(
      FormField("客户姓氏", "Customer", self.customer.surname), FormField("联系电话", "Telephone", self.customer.telephone))
    grid.row(
      FormField("房屋", "Home", "\(address.project) \(address.building)-\(address.unit)"),
      FormField("问题部位", "Location", address.location))
    grid.row(
      FormField("类别", "Category", named: self.state.category.name),
      FormField("工程部位", "Building part", named: self.state.buildingPart.name))
    grid.row(
      FormField("交付日期", "Delivered", self.deliveredOn?.description),
      FormField("可上门时间", "Accessible", self.customer.accessTimes.joined(separator: "；")))
    grid.tall(FormField("投诉内容", "Content", self.customer.content))
    grid.wide(FormField("证据清单", "Evidence", self.evidence))
    return grid.markup
  }

  private var evidence: String? {
    let names = self.customer.evidence
    return names.isEmpty
      ? nil : names.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "；") + "（共 \(names.count) 件）"
  }

  private var handling: Markup {
    var grid = FormGrid()
    let contributors = self.state.course.contributors.map(\.name.chinese).joined(separator: "、")
    let others: Markup = contributors.isEmpty ? "" : "；协办 <small>with</small> \(contributors)"
    grid.row(
      FormField(
        "责任部门", "Unit",
        marked: self.state.unit.map { "\($0.name.chinese) <small>\($0.name.english)</small>\(others)" } ?? ""),
      FormField("移交时间", "Handed over", self.state.assignedAt.map(LocalTime.second)))
    grid.signatures(FormField("移交人签字", "Handed over by", nil), FormField("接收人签字", "Received by", nil))
    grid.tall(self.opinion)
    grid.row(
      FormField("责任判定", "Judgement", named: self.judgement?.judgement.name),
      FormField("维修单位", "Repaired by", named: self.judgement?.repairBy.name))
    grid.tall(FormField("处理方案", "Plan", self.notes.last { $0.action == .reply }?.signedText))
    grid.row(
      FormField("答复期限", "Reply due", self.state.timer(.reply).map { LocalTime.limit($0.dueAt) }),
      FormField("完成期限", "Work due", self.state.timer(.handling).map { LocalTime.limit($0.dueAt) }))
    grid.tall(FormField("处理结果", "Result", self.notes.last { $0.action == .handled }?.signedText))
    return grid.markup
  }

  /// The head of the unit accepts the complaint or gives it back with his reason (R-058); each return stands here.
  private var opinion: FormField {
    let returns = self.notes.filter { $0.action == .handback }
    let causes = Set(returns.compactMap { $0.handback?.cause })
    let boxes = choices(
      [(TermName("受理", "accepted"), false)] + ReturnCause.known.map { ($0.name, causes.contains($0)) })
    let words = returns.map { note in
      "\(LocalTime.minute(note.notedAt)) \(note.person)：\(note.handback?.opinion ?? note.text ?? "")"
    }
    .joined(separator: "\n")
    return FormField(
      "部门负责人意见", "Opinion of the unit's head", marked: words.isEmpty ? boxes : "\(boxes)\n\(words)",
      isLong: FormField.isLong(words))
  }

  /// The customer's evaluation comes before the callback, and both before closing (R-057, R-068).
  private var end: Markup {
    var grid = FormGrid()
    // What he said in an earlier round does not count in this one. His signature for a repair is an evaluation, and leaves no
    // note.
    let acceptedAt = self.state.evaluatedAt
    let evaluation = self.notes.last { $0.action == .evaluation && $0.notedAt >= (acceptedAt ?? .distantPast) }?
      .evaluation.flatMap { $0.isAccepted == (acceptedAt != nil) ? $0 : nil }
    let opinion = evaluation?.opinion ?? ""
    let boxes = choices([
      (TermName("认可", "accepted"), acceptedAt != nil),
      (TermName("不认可", "not accepted"), evaluation?.isAccepted == false),
    ])
    grid.tall(
      FormField(
        "客户评价及意见", "Customer's evaluation", marked: opinion.isEmpty ? boxes : "\(boxes)\n\(opinion)",
        isLong: FormField.isLong(opinion)))
    grid.signatures(FormField("业主签字", "Owner's signature", nil), FormField("部门签字", "For the unit", nil))
    let outcome = self.state.outcome
    let callback = choices(
      [
        (TermName("满意", "satisfied"), outcome == .satisfied), (TermName("不满意", "not satisfied"), false),
        (TermName("联系不上", "unreachable"), outcome == .unreachable),
      ] + [CloseOutcome.refused, .byDecision].map { ($0.name, outcome == $0) })
    let history: Markup =
      self.state.dissatisfied == 0
      ? "" : "\n此前不满意 \(self.state.dissatisfied) 次 <small>not satisfied before</small>"
    grid.tall(FormField("回访记录及意见", "Callback", marked: "\(callback)\(history)"))
    grid.signatures(
      FormField("回访人签字", "Called back by", nil),
      FormField("关闭签字", "Closed by", marked: self.closing))
    return grid.markup
  }

  private var closing: Markup {
    guard let closedAt = self.state.closedAt, let outcome = self.state.outcome?.name else { return "" }
    return "\(LocalTime.minute(closedAt)) \(outcome.chinese) <small>\(outcome.english)</small>"
  }
}

extension CaseNote {
  /// Why a unit has given the case back, as `CaseAction.note` writes it down.
  fileprivate var handback: (cause: ReturnCause, opinion: String)? {
    self.words.map { (ReturnCause($0.first), $0.rest ?? "") }
  }

  /// What the customer thought of the work, as it is written down.
  fileprivate var evaluation: CustomerEvaluation? {
    self.words.map { CustomerEvaluation(isAccepted: $0.first == "accepted", opinion: $0.rest) }
  }

  private var words: (first: String, rest: String?)? {
    guard let text else { return nil }
    guard let colon = text.firstRange(of: ": ") else { return (text, nil) }
    return (String(text[..<colon.lowerBound]), String(text[colon.upperBound...]))
  }

  /// With whoever has written it, and when.
  fileprivate var signedText: String? {
    self.text.map { "\($0)\n—— \(self.person) \(LocalTime.minute(self.notedAt))" }
  }
}
