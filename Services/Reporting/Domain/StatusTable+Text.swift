import Foundation
import Messages
import Presentation

extension StatusTable {
  /// The table for people; days are those of Shanghai.
  package var text: String {
    var table = TextTable([
      ("编号 Number", .leading), ("受理 Received", .leading), ("类别 Category", .leading), ("责任部门 Unit", .leading),
      ("状态 State", .leading), ("期限 Due", .leading), ("天数 Days", .trailing), ("轮次 Round", .trailing),
      ("下一步 Next", .leading), ("回访 Callback", .leading),
    ])
    for line in self.lines {
      table.add([
        line.number.text, LocalTime.day(line.receivedAt), line.category.name.chinese, line.unit?.name.chinese ?? "未分派",
        line.state.name.chinese, (line.dueAt.map(LocalTime.lastDay) ?? "–") + (line.isOverdue ? " 超期" : ""),
        String(line.daysOpen), String(line.round), line.nextActionChinese,
        line.isSatisfied.map { $0 ? "满意" : "不满意" } ?? "–",
      ])
    }
    return "投诉处理状态表 Complaint status table (SM03-09)\n\n\(table.text)\n"
  }
}
