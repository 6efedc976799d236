import Foundation
import Messages
package import Presentation

extension StatusTable {
  /// The table to print on A4 (SM03-09); days are those of Shanghai (R-010).
  ///
  /// - Parameters:
  ///   - reader: who has asked for it.
  ///   - projects: those that he sees; nil for all.
  ///   - open: how many are open altogether; nil where these are all.
  ///   - goesOn: more follow after these.
  package func page(
    for reader: String, projects: [String]?, open: Int? = nil, goesOn: Bool = false, company: String? = nil
  ) -> PrintedPage {
    let titles: [Markup] = [
      label("编号", "Number"), label("项目", "Project"), label("受理", "Received"), label("类别", "Category"),
      label("责任部门", "Unit"), label("状态", "State"), label("期限", "Due"), label("天数", "Days open"),
      label("轮次", "Round"), label("最近进展", "Progress"), label("下一步", "Next action"), label("回访", "Callback"),
    ]
    let head = Markup.joined(titles.map { "<th>\($0)</th>" })
    let late = self.lines.count { $0.isOverdue }
    let open = open ?? self.lines.count
    let listed: Markup = open == self.lines.count ? "" : "；本表 listed here：\(self.lines.count) 件"
    let rest: Markup =
      goesOn ? "；未完，续自 continued after \(self.lines.last?.number.text ?? "")" : ""
    let none: Markup = "<tr><td colspan=\"12\">无未结投诉 <small>No open complaint</small></td></tr>"
    return PrintedPage(
      title: TermName("投诉处理状态表", "Complaint status table"),
      head: PrintedPage.Head(
        form: "SM03-09", version: 2, company: company, project: projects.map { $0.joined(separator: "、") } ?? "全部 all",
        creator: reader, createdAt: self.asOf),
      number: nil, orientation: .landscape,
      sheets: [
        PrintedPage.Sheet(
          """
          <p class="meta">截至 As of \(LocalTime.second(self.asOf))，未结 open：\(open) 件\(listed)，其中超期 overdue：\(late) 件\(rest)</p>
          <table class="list"><colgroup><col style="width:11.5%"><col style="width:5%"><col style="width:7.5%">\
          <col style="width:10%"><col style="width:13%"><col style="width:9%"><col style="width:9%"><col style="width:4%">\
          <col style="width:4.5%"><col style="width:7.5%"><col style="width:12.5%"><col style="width:6.5%"></colgroup>\
          <thead><tr>\(head)</tr></thead><tbody>\(self.lines.isEmpty ? none : Markup.joined(self.lines.map(Self.row)))</tbody>\
          </table>
          """)
      ])
  }

  private static func row(_ line: Line) -> Markup {
    let due = line.dueAt.map(LocalTime.lastDay) ?? "—"
    let late: Markup = line.isOverdue ? "<span class=\"late\">\(due)<small>超期 overdue</small></span>" : "\(due)"
    let answer = line.isSatisfied.map { $0 ? label("满意", "satisfied") : label("不满意", "not satisfied") }
    let unit = line.unit.map { label($0.name.chinese, $0.name.english) } ?? label("未分派", "unassigned")
    return """
      <tr><td>\(line.number.text)</td><td>\(line.project.text)</td><td>\(LocalTime.day(line.receivedAt))</td>\
      <td>\(label(line.category.name.chinese, line.category.name.english))</td><td>\(unit)</td>\
      <td>\(label(line.state.name.chinese, line.state.name.english))</td><td>\(late)</td><td>\(line.daysOpen)</td>\
      <td>\(line.round)</td><td>\(LocalTime.day(line.progressAt))</td>\
      <td>\(label(line.nextActionChinese, line.nextAction))</td><td>\(answer ?? "—")</td></tr>
      """
  }
}
