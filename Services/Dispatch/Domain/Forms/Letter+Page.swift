import Foundation
package import Messages
package import Presentation

extension Letter {
  /// The letter as it is printed (SM03-11), with a slip below on which the customer confirms that he has it (R-339).
  ///
  /// - Parameters:
  ///   - surname: of the addressee; intake knows it. Without it a line is left to write on.
  ///   - unit: the home that it is about.
  package func page(surname: String?, unit: UnitAddress?, company: String? = nil) -> PrintedPage {
    let warning: Markup =
      switch self.state {
      case .drafted: "<p class=\"draft\">草稿，未经批准不得发出 DRAFT, not approved</p>"
      case .withdrawn: "<p class=\"draft\">已撤回 WITHDRAWN</p>"
      case .approved, .sending, .dispatched, .received: ""
      }
    let addressee: Markup = surname.map { "\($0)" } ?? blank
    let home = unit.map { "\($0.project) \($0.building)-\($0.unit)" } ?? self.complaint.project.text
    let replyBy: Markup = self.content.replyBy.map { "<p class=\"meta\">请于\($0)前回复。Please answer by \($0).</p>" } ?? ""
    let approver: Markup = self.approved.map { "\($0.by) \(LocalTime.day($0.at))" } ?? blank
    let day = self.approved.map { Self.date($0.at) } ?? "　　　　年　　月　　日"
    return PrintedPage(
      title: TermName("致客户函", "Letter to the customer · \(self.kind.name.chinese) \(self.kind.name.english)"),
      head: PrintedPage.Head(
        form: "SM03-11", version: 2, company: company, project: self.complaint.project.text, creator: self.drafted.by,
        createdAt: self.drafted.at),
      number: self.number.text,
      sheets: [
        PrintedPage.Sheet(
          """
          \(warning)
          <p class="meta">致 To：<b>\(addressee) 先生／女士</b></p>
          <p class="meta">房屋 Home：\(home)　　关联投诉 Complaint：\(self.complaint.text)</p>
          <p class="meta">事由 Subject：<b>\(self.content.subject)</b></p>
          <div class="body">\(self.content.body)</div>
          <div class="keep">\(replyBy)<p class="meta">联系 Contact：\(self.content.contact)</p>\
          <div class="foot"><p class="meta">批准 Approved by：\(approver)</p>\
          <div class="seal">\(company ?? "")<br>（盖章 Seal）<br><br><br>\(day)</div></div></div>
          \(self.slip)
          """)
      ])
  }

  /// How it left the house, and that it was received.
  private var slip: Markup {
    // What is still on its way to the mail server has not left.
    let sent = self.state == .sending ? nil : self.dispatch
    let ways = choices(DispatchMethod.known.map { ($0.name, $0 == sent?.method) })
    var grid = FormGrid()
    grid.wide(FormField("发送方式", "Dispatched", marked: ways))
    grid.row(
      FormField("发出、经办", "When, by", sent.map { "\(LocalTime.minute($0.mark.at)) \($0.mark.by)" }),
      FormField("凭证", "Proof", sent?.proof))
    grid.signatures(
      FormField("送达情况", "Receipt", self.receipt), FormField("收件人签字", "Received by", nil))
    return "<div class=\"cut\"><h2>送达回执 \(self.number.text) Receipt</h2>\(grid.markup)</div>"
  }

  /// `2023年1月3日`
  private static func date(_ instant: Date) -> String {
    let parts = LocalTime.day(instant).split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? "\(parts[0])年\(parts[1])月\(parts[2])日" : LocalTime.day(instant)
  }
}
