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
  package let channel: String?
  package let content: String?
  package let accessTimes: [String]

  package init(surname: String?, telephone: String?, channel: String?, content: String?, accessTimes: [String]) {
    self.surname = surname
    self.telephone = telephone
    self.channel = channel
    self.content = content
    self.accessTimes = accessTimes
  }

  /// Intake could not be asked; the fields stay empty to be filled in by hand.
  package static let unknown = CustomerPart(
    surname: nil, telephone: nil, channel: nil, content: nil, accessTimes: [])
}

/// The complaint form (SM03-07), in triplicate: what is known of the case, and room for what is written by hand.
package struct ComplaintForm: Sendable {
  private let state: Case
  private let customer: CustomerPart
  private let notes: [CaseNote]
  private let judgement: JudgementRecord?
  private let deliveredOn: CalendarDay?

  package init(
    _ state: Case, customer: CustomerPart, notes: [CaseNote], judgement: JudgementRecord?, deliveredOn: CalendarDay?
  ) {
    self.state = state
    self.customer = customer
    self.notes = notes
    self.judgement = judgement
    self.deliveredOn = deliveredOn
  }

  package var page: PrintedPage {
    PrintedPage(
      title: TermName("投诉处理单", "Complaint form"), form: "SM03-07", number: self.state.number.text,
      sheets: Self.holders.map { self.sheet(for: $0) })
  }

  private static let holders = [
    TermName("第一联：客户服务部存档", "Copy 1: customer service"), TermName("第二联：责任部门留存", "Copy 2: unit responsible"),
    TermName("第三联：客户留存", "Copy 3: customer"),
  ]

  private func sheet(for holder: TermName) -> Markup {
    """
    <p class="copy">\(holder.chinese) \(holder.english)</p>
    \(self.reception)\(self.handling)\(self.end)
    """
  }

  /// What the customer says, and where the defect is (R-025).
  private var reception: Markup {
    var grid = FormGrid()
    let address = self.state.address
    grid.row(
      FormField("受理时间", "Received", LocalTime.second(self.state.receivedAt)),
      FormField("受理渠道", "Channel", self.customer.channel))
    grid.row(
      FormField("客户姓氏", "Customer", self.customer.surname), FormField("联系电话", "Telephone", self.customer.telephone))
    grid.row(
      FormField("项目、楼栋、房号", "Home", "\(address.project) \(address.building)-\(address.unit)"),
      FormField("问题部位", "Location", address.location))
    grid.row(
      FormField("类别", "Category", self.state.category.name.chinese),
      FormField("工程部位", "Building part", self.state.buildingPart.name.chinese))
    grid.row(
      FormField("交付日期", "Delivered", self.deliveredOn?.description),
      FormField("可上门时间", "Accessible", self.customer.accessTimes.joined(separator: "；")))
    grid.tall(FormField("投诉内容", "Content", self.customer.content))
    return grid.markup
  }

  private var handling: Markup {
    var grid = FormGrid()
    grid.row(
      FormField("责任部门", "Unit", self.state.unit?.name.chinese),
      FormField("移交时间", "Handed over", self.state.assignedAt.map(LocalTime.second)))
    grid.tall(FormField("部门负责人意见", "Opinion of the unit's head", nil))
    grid.row(
      FormField("责任判定", "Judgement", self.judgement?.judgement.name.chinese),
      FormField("维修单位", "Repaired by", self.judgement?.repairBy.name.chinese))
    grid.tall(FormField("处理方案", "Plan", self.last(.reply)))
    grid.tall(FormField("处理结果", "Result", self.last(.handled)))
    grid.signatures(FormField("移交人签字", "Handed over by", nil), FormField("接收人签字", "Received by", nil))
    return grid.markup
  }

  /// The customer's evaluation comes before the callback, and both before closing (R-057, R-068).
  private var end: Markup {
    var grid = FormGrid()
    grid.signatures(FormField("客户评价", "Customer's evaluation", nil), FormField("业主签字", "Owner's signature", nil))
    grid.signatures(
      FormField("回访记录", "Callback", nil),
      FormField("关闭时间、签字", "Closed", self.state.closedAt.map(LocalTime.second)))
    return grid.markup
  }

  private func last(_ action: CaseNote.Action) -> String? { self.notes.last { $0.action == action }?.text }
}

/// The annex with the scheme for a complex complaint (SM03-08): cause, liability, and the dates of the stages that the
/// customer is told (R-056).
package struct SchemeAnnex: Sendable {
  package struct Stage: Sendable {
    package let name: String
    package let dueAt: Date

    package init(name: String, dueAt: Date) {
      self.name = name
      self.dueAt = dueAt
    }
  }

  private let number: ComplaintNumber
  private let judgement: JudgementRecord?
  private let verdict: WarrantyVerdict?
  private let plan: String?
  private let stages: [Stage]

  package init(
    _ number: ComplaintNumber, judgement: JudgementRecord?, verdict: WarrantyVerdict?, plan: String?, stages: [Stage]
  ) {
    self.number = number
    self.judgement = judgement
    self.verdict = verdict
    self.plan = plan
    self.stages = stages
  }

  package var page: PrintedPage {
    PrintedPage(
      title: TermName("投诉处理方案附页", "Annex: handling scheme"), form: "SM03-08", number: self.number.text,
      sheets: [self.sheet])
  }

  private var sheet: Markup {
    var grid = FormGrid()
    grid.tall(FormField("原因分析", "Cause", self.judgement?.reason))
    grid.row(
      FormField("责任", "Liability", self.judgement?.judgement.name.chinese),
      FormField("判定人", "Judged by", self.judgement.map { "\($0.by) \(LocalTime.day($0.judgedAt))" }))
    grid.wide(FormField("保修依据", "Warranty", self.verdict?.explanation.chinese))
    grid.tall(FormField("处理方案", "Scheme", self.plan))
    var opinions = FormGrid()
    opinions.tall(FormField("资源安排", "Resources", nil))
    opinions.tall(FormField("费用估算", "Cost estimate", nil))
    opinions.tall(FormField("各部门意见", "Opinions of departments", nil))
    opinions.signatures(FormField("编制", "Drawn up by", nil), FormField("批准", "Approved by", nil))
    return "\(grid.markup)\(self.stageTable)\(opinions.markup)"
  }

  /// At least four lines, so that stages can be written in by hand.
  private var stageTable: Markup {
    let known = self.stages.map { ($0.name, LocalTime.day($0.dueAt)) }
    let lines = known + Array(repeating: ("", ""), count: max(0, 4 - known.count))
    let rows = lines.enumerated().map { index, line -> Markup in
      "<tr><td>\(index + 1)</td><td>\(line.0)</td><td>\(line.1)</td><td></td></tr>"
    }
    return """
      <table><colgroup><col style="width:8%"><col><col style="width:20%"><col style="width:22%"></colgroup>\
      <thead><tr><th>\(label("序号", "No."))</th><th>\(label("阶段", "Stage"))</th>\
      <th>\(label("告知客户的日期", "Date told"))</th><th>\(label("完成", "Done"))</th></tr></thead>\
      <tbody>\(Markup.joined(rows))</tbody></table>
      """
  }
}
