import Messages
import Presentation

extension GuideEntry {
  /// The entries as they come, as one HTML document to print or to publish.
  package static func html(of entries: [GuideEntry]) -> String {
    let sections = entries.map { entry -> Markup in
      """
      <section class="entry"><h2>\(entry.chinese.question)<small>\(entry.english.question)</small></h2>\
      <p class="answer">\(entry.chinese.answer)</p><p class="answer">\(entry.english.answer)</p></section>
      """
    }
    let page = PrintedPage(
      title: TermName("投诉指南与常见问题", "Complaint guide and common questions"), form: "R-036", number: nil,
      sheets: [.joined(sections)])
    return page.html
  }
}
