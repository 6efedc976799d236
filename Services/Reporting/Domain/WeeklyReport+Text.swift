import Foundation
import Presentation

extension WeeklyReport {
  /// The report for people, in Chinese and English.
  package var text: String {
    var parts = ["客户投诉处理周报表 Weekly complaint report \(self.week)"]
    parts.append(Self.table("合计 Total", [Line(key: "total", chinese: "全部", english: "all", figures: self.total)]))
    parts.append(Self.table("类别 Category", self.categories))
    parts.append(Self.table("责任部门 Unit", self.units))
    if !self.contractors.isEmpty { parts.append(Self.table("维修商 Contractor", self.contractors)) }
    if !self.missedLimits.isEmpty { parts.append(self.missedTable) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var missedTable: String {
    var table = TextTable([
      ("逾期 Missed limits", .leading), ("责任部门 Unit", .leading), ("次数 Count", .trailing),
    ])
    for missed in self.missedLimits { table.add([missed.rule, missed.chinese, String(missed.count)]) }
    return table.text
  }

  private static func table(_ title: String, _ lines: [Line]) -> String {
    var table = TextTable([
      (title, .leading), ("受理 Received", .trailing), ("关闭 Closed", .trailing), ("未结 Open", .trailing),
      ("超期 Overdue", .trailing), ("满意率 Satisfied %", .trailing), ("答复天数 Reply p50/p90", .trailing),
      ("关闭天数 Close p50/p90", .trailing),
    ])
    for line in lines {
      let figures = line.figures
      let name = line.chinese == line.english ? line.chinese : "\(line.chinese) \(line.english)"
      table.add([
        name, String(figures.received), String(figures.closed), String(figures.open), String(figures.overdue),
        figures.satisfaction.map { String($0) } ?? "–", Self.spread(figures.daysToReply),
        Self.spread(figures.daysToClose),
      ])
    }
    return table.text
  }

  private static func spread(_ spread: Figures.Spread?) -> String {
    spread.map { "\($0.median)/\($0.ninetieth)" } ?? "–"
  }
}
