import Foundation
import Messages
package import Presentation

extension StatusTable {
  /// The table to print on A4 (SM03-09); days are those of Shanghai (R-010).
  package var page: PrintedPage {
    let rows = self.lines.map { line -> Markup in
      let due = line.dueAt.map(LocalTime.day) ?? "–"
      let late: Markup = line.isOverdue ? "<span class=\"late\">\(due) 超期</span>" : "\(due)"
      return """
        <tr><td>\(line.number.text)</td><td>\(LocalTime.day(line.receivedAt))</td><td>\(line.category.name.chinese)</td>\
        <td>\(line.unit?.name.chinese ?? "未分派")</td><td>\(line.state.name.chinese)</td><td>\(late)</td>\
        <td>\(line.daysOpen)</td><td>\(line.round)</td><td>\(LocalTime.day(line.progressAt))</td>\
        <td>\(line.nextActionChinese)</td><td>\(line.isSatisfied.map { $0 ? "满意" : "不满意" } ?? "–")</td></tr>
        """
    }
    let titles: [Markup] = [
      label("编号", "Number"), label("受理", "Received"), label("类别", "Category"), label("责任部门", "Unit"),
      label("状态", "State"), label("期限", "Due"), label("天数", "Days open"), label("轮次", "Round"),
      label("最近进展", "Progress"), label("下一步", "Next"), label("回访", "Callback"),
    ]
    let head = Markup.joined(titles.map { "<th>\($0)</th>" })
    return PrintedPage(
      title: TermName("投诉处理状态表", "Complaint status table"), form: "SM03-09", number: nil, orientation: .landscape,
      sheets: [
        """
        <p class="copy">截至 As of \(LocalTime.second(self.asOf))，共 \(self.lines.count) 件未结 open</p>
        <table class="list"><colgroup><col style="width:14%"><col style="width:9%"><col style="width:9%">\
        <col style="width:10%"><col style="width:8%"><col style="width:11%"><col style="width:5%"><col style="width:5%">\
        <col style="width:9%"><col style="width:13%"><col style="width:7%"></colgroup>\
        <thead><tr>\(head)</tr></thead><tbody>\(Markup.joined(rows))</tbody></table>
        """
      ])
  }
}
