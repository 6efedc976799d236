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
    let html = StatusTable(records: [open], now: now).page(for: "李娜", projects: ["CLX"]).html
    #expect(html.contains("size:A4 landscape") && html.contains("投诉处理状态表") && html.contains("SM03-09"))
    #expect(html.split(separator: "<tr>").count == 3)
    #expect(html.contains("<td>\(late)</td><td>CLX</td>") && html.contains("超期") && html.contains("李娜"))
    #expect(StatusTable(records: [], now: now).page(for: "李娜", projects: nil).html.contains("无未结投诉"))
    let part = StatusTable(records: [open], now: now).page(for: "李娜", projects: nil, goesOn: true)
    #expect(part.html.contains("continued after \(late)"))
    // On a line of its own, below the date.
    #expect(html.contains("<small>超期 overdue</small></span></td>"))
    #expect(html.contains("未结 open：1 件，其中"))
    let page = StatusTable(records: [open], now: now).page(for: "李娜", projects: nil, open: 7, goesOn: true).html
    #expect(page.contains("未结 open：7 件；本表 listed here：1 件，其中超期 overdue：1 件；未完"))
    if let folder = ProcessInfo.processInfo.environment["REDRESS_PAGES"] {
      let many = (1...90).compactMap { serial -> CaseRecord? in
        ComplaintNumber("CLX-2023-\(String(String(serial + 1_000_000).dropFirst()))").map {
          var record = open
          record = CaseRecord(number: $0)
          record.registration = open.registration
          record.unit = serial.isMultiple(of: 3) ? .propertyOffice : open.unit
          record.progress = open.progress
          record.missedLimits = serial.isMultiple(of: 4) ? open.missedLimits : [:]
          return record
        }
      }
      let page = StatusTable(records: many, now: now).page(for: "李娜", projects: ["CLX"], company: "翠林置业有限公司")
      try Data(page.html.utf8).write(to: URL(fileURLWithPath: "\(folder)/status.html"))
    }
  }
}
