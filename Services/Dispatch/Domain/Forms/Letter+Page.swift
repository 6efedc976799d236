package import Messages
package import Presentation

extension Letter {
  /// The letter as it is printed (SM03-11).
  ///
  /// - Parameters:
  ///   - surname: of the addressee; intake knows it. Without it a line is left to write on.
  ///   - unit: the home that it is about.
  package func page(surname: String?, unit: UnitAddress?) -> PrintedPage {
    let warning: Markup =
      switch self.state {
      case .drafted: "<p class=\"draft\">草稿，未经批准不得发出 DRAFT, not approved</p>"
      case .withdrawn: "<p class=\"draft\">已撤回 WITHDRAWN</p>"
      case .approved, .dispatched, .received: ""
      }
    let addressee = surname.map { "\($0) 先生／女士" } ?? "＿＿＿＿＿＿ 先生／女士"
    let home = unit.map { "\($0.project) \($0.building)-\($0.unit)" } ?? self.complaint.project.text
    let replyBy: Markup = self.content.replyBy.map { "<p class=\"meta\">请于\($0)前回复。Please answer by \($0).</p>" } ?? ""
    let day = self.approved.map { LocalTime.day($0.at) } ?? "　　　　年　　月　　日"
    return PrintedPage(
      title: TermName("致客户函", self.kind.name.english), form: "SM03-11", number: self.number.text,
      sheets: [
        """
        \(warning)
        <p class="meta">致 To：<b>\(addressee)</b></p>
        <p class="meta">房屋 Home：\(home)　　关联投诉 Complaint：\(self.complaint.text)</p>
        <p class="meta">事由 Subject：<b>\(self.content.subject)</b></p>
        <div class="body">\(self.content.body)</div>
        \(replyBy)
        <p class="meta">联系 Contact：\(self.content.contact)</p>
        <div class="foot"><div class="seal">（盖章 Seal）<br><br><br>\(day)</div></div>
        """
      ])
  }
}

extension ContactSheet {
  /// The contact sheet as it is printed (SM03-12).
  package var page: PrintedPage {
    var head = FormGrid()
    head.row(FormField("发自", "From", self.from.name.chinese), FormField("致", "To", Self.name(self.to)))
    head.row(
      FormField("抄送", "Copy", self.copies.map(Self.name).joined(separator: "、")),
      FormField("关联投诉", "Related case", self.complaint?.text))
    head.row(
      FormField("发出时间", "Sent", LocalTime.second(self.sentAt)),
      FormField("回复期限", "Reply due", LocalTime.second(self.replyDueAt)))
    head.wide(FormField("事由", "Subject", self.subject))
    head.tall(FormField("内容", "Content", self.content))
    head.signatures(FormField("发出人签字", "Sent by", self.sentBy), FormField("接收人签字", "Received by", nil))
    var answer = FormGrid()
    answer.tall(FormField("回复", "Reply", self.reply?.text))
    answer.signatures(
      FormField("回复人签字", "Replied by", self.reply?.by),
      FormField("回复时间", "Replied", self.reply.map { LocalTime.second($0.at) }))
    return PrintedPage(
      title: TermName("工作联系单", "Work contact sheet"), form: "SM03-12", number: self.number.text,
      sheets: ["\(head.markup)\(answer.markup)"])
  }

  /// A department by its name, an outside unit by its own.
  private static func name(_ unit: String) -> String { ResponsibleUnit(unit).name.chinese }
}
