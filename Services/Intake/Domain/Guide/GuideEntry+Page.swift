import Foundation
import Messages
import Presentation

extension GuideEntry {
  /// The entries as they come, as one HTML document to print or to publish.
  package static func html(of entries: [GuideEntry], company: String?) -> String {
    let sections = entries.map { entry -> Markup in
      """
      <section class="entry"><h2>\(entry.chinese.question)<small>\(entry.english.question)</small></h2>\
      <p class="answer">\(entry.chinese.answer)</p><p class="answer">\(entry.english.answer)</p></section>
      """
    }
    let page = PrintedPage(
      title: TermName("投诉指南与常见问题", "Complaint guide and common questions"),
      head: PrintedPage.Head(
        form: "", company: company, project: "全部 all", creator: "客户服务部 customer service",
        createdAt: entries.map(\.reviewedAt).max()),
      number: nil, sheets: [PrintedPage.Sheet(.joined(sections))])
    return page.html
  }
}
