import Foundation
import Messages
import Presentation
import ReportingDomain
import Testing

@Suite struct StatusPageTests {
  @Test("R-052: the status table prints every open case on a line, landscape, with what is late marked")
  func page() throws {
    let history = try RecordHistory()
    var open = history.record(of: Array(history.events.prefix(2)))
    let late = open.number.text
    let missedAt = try #require(RFC3339.date(from: "2023-01-06T00:00:00+08:00"))
    open.apply(
      DeadlineMissed(
        complaint: open.number, deadline: .reply, rule: "R-054", dueAt: missedAt, missedAt: missedAt,
        unit: .projectDepartment))
    let now = try #require(RFC3339.date(from: "2023-03-01T09:00:00+08:00"))
    let html = StatusTable(records: [open], now: now).page.html
    #expect(html.contains("size:A4 landscape") && html.contains("投诉处理状态表") && html.contains("SM03-09"))
    #expect(html.split(separator: "<tr>").count == 3)
    #expect(html.contains("<td>\(late)</td>") && html.contains("超期"))
    if let folder = ProcessInfo.processInfo.environment["REDRESS_PAGES"] {
      let many = StatusTable(records: [open], now: now).page.html
      try Data(many.utf8).write(to: URL(fileURLWithPath: "\(folder)/status.html"))
    }
  }
}
