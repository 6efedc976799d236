import Foundation
import Messages
package import Presentation

extension ContactSheet {
  /// The contact sheet as it is printed (SM03-12).
  package func page(company: String? = nil) -> PrintedPage {
    var head = FormGrid()
    head.row(
      FormField("发自", "From", named: self.from.name), FormField("致", "To", named: Self.name(self.to)))
    head.row(
      FormField("抄送", "Copy", self.copies.map { Self.name($0).chinese }.joined(separator: "、")),
      FormField("关联投诉", "Related case", self.complaint?.text))
    let late: Markup =
      self.overdueAt == nil ? "" : " <span class=\"late\">超期</span> <small>overdue</small>"
    head.row(
      FormField("发出时间", "Sent", LocalTime.second(self.sentAt)),
      FormField("回复期限", "Reply due", marked: "\(LocalTime.limit(self.replyDueAt))\(late)"))
    head.wide(FormField("事由", "Subject", self.subject))
    head.tall(FormField("内容", "Content", self.content))
    head.signatures(FormField("发出人签字", "Sent by", self.sentBy), FormField("接收人签字", "Received by", nil))
    var answer = FormGrid()
    answer.tall(FormField("回复", "Reply", self.reply?.text))
    answer.row(
      FormField("回复人", "Replied by", self.reply?.by),
      FormField("回复时间", "Replied", self.reply.map { LocalTime.second($0.at) }))
    answer.signatures(FormField("回复人签字", "Signature", nil), FormField("发出部门确认", "Seen by the sender", nil))
    return PrintedPage(
      title: TermName("工作联系单", "Work contact sheet"),
      head: PrintedPage.Head(
        form: "SM03-12", version: 2, company: company, project: self.number.project.text, creator: self.sentBy,
        createdAt: self.sentAt),
      number: self.number.text, sheets: [PrintedPage.Sheet("\(head.markup)\(answer.markup)")])
  }

  /// A department by its name, an outside unit by its own.
  private static func name(_ unit: String) -> TermName {
    let unit = ResponsibleUnit(unit)
    return unit.isKnown ? unit.name : TermName(unit.rawValue, "")
  }
}
