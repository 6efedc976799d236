import Foundation
package import Messages
package import Presentation

/// The annex with the scheme for a complex complaint (SM03-08): cause, liability, and the dates of the stages that the
/// customer is told (R-056).
package struct SchemeAnnex: Sendable {
  private let number: ComplaintNumber
  private let judgement: JudgementRecord?
  private let verdict: WarrantyVerdict?
  /// What the unit has answered, with its person and time.
  private let plan: CaseNote?
  private let stages: [PlannedStage]
  private let company: String?

  package init(
    _ number: ComplaintNumber, judgement: JudgementRecord?, verdict: WarrantyVerdict?, plan: CaseNote?,
    stages: [PlannedStage], company: String? = nil
  ) {
    self.number = number
    self.judgement = judgement
    self.verdict = verdict
    self.plan = plan
    self.stages = stages
    self.company = company
  }

  package var page: PrintedPage {
    PrintedPage(
      title: TermName("投诉处理方案附页", "Annex: handling scheme"),
      head: PrintedPage.Head(
        form: "SM03-08", version: 2, company: self.company, project: self.number.project.text,
        creator: self.plan?.person, createdAt: self.plan?.notedAt),
      number: self.number.text, sheets: [PrintedPage.Sheet(self.sheet)])
  }

  private var sheet: Markup {
    var grid = FormGrid()
    grid.tall(FormField("原因分析", "Cause", self.judgement?.reason))
    grid.row(
      FormField("责任", "Liability", named: self.judgement?.judgement.name),
      FormField("判定人", "Judged by", self.judgement.map { "\($0.by) \(LocalTime.day($0.judgedAt))" }))
    grid.wide(FormField("保修依据", "Warranty", self.verdict?.explanation.chinese))
    grid.tall(FormField("处理方案", "Scheme", self.plan?.text))
    var opinions = FormGrid()
    opinions.tall(FormField("资源安排", "Resources", nil))
    opinions.tall(FormField("费用估算", "Cost estimate", marked: "人民币 RMB \(blank) 元"))
    opinions.tall(FormField("各部门意见", "Opinions of departments", nil))
    opinions.signatures(FormField("编制", "Drawn up by", nil), FormField("批准", "Approved by", nil))
    opinions.signatures(FormField("客户确认", "Customer was told", nil), FormField("客服代表", "CS representative", nil))
    return "\(grid.markup)\(self.stageTable)\(opinions.markup)"
  }

  /// At least four lines, so that stages can be written in by hand.
  private var stageTable: Markup {
    let known = self.stages.map { ($0.name, LocalTime.day($0.dueAt), $0.doneAt.map(LocalTime.day) ?? "") }
    let lines = known + Array(repeating: ("", "", ""), count: max(0, 4 - known.count))
    let rows = lines.enumerated().map { index, line -> Markup in
      "<tr><td>\(index + 1)</td><td>\(line.0)</td><td>\(line.1)</td><td>\(line.2)</td></tr>"
    }
    return """
      <table><colgroup><col style="width:8%"><col><col style="width:20%"><col style="width:22%"></colgroup>\
      <thead><tr><th>\(label("序号", "No."))</th><th>\(label("阶段", "Stage"))</th>\
      <th>\(label("告知客户的日期", "Date told to the customer"))</th><th>\(label("完成", "Done"))</th></tr></thead>\
      <tbody>\(Markup.joined(rows))</tbody></table>
      """
  }
}
