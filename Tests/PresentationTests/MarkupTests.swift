import Messages
import TestSupport
import Testing

@testable import Presentation

/// Whatever a customer writes stays text.
@Suite struct MarkupTests {
  @Test func textIsEscapedAndMarkupIsNot() {
    let name = #"<b onclick="x">O'Neill & 王</b>"#
    let cell: Markup = "<td>\(name)</td>"
    #expect(cell.source == "<td>&lt;b onclick=&quot;x&quot;&gt;O&#39;Neill &amp; 王&lt;/b&gt;</td>")
    let row: Markup = "<tr>\(cell)\(12)</tr>"
    #expect(row.source == "<tr>\(cell.source)12</tr>")
  }

  @Test func whatHTMLCannotHoldIsReplaced() {
    let cell: Markup = "\("a\u{0}b\u{1B}[31mc\r\nd\te")"
    #expect(cell.source == "a\u{FFFD}b\u{FFFD}[31mc\nd\te")
  }

  @Test("R-330: no text of any kind opens a tag, an entity or an attribute, and the text itself is all there")
  func anyTextIsSafe() {
    var generator = SeededGenerator()
    let pieces = [
      "<", ">", "&", "\"", "'", "</td>", "<script>", "&#60;", "&amp;", "漏", "水", " ", "\n", "]]>", "-->", "é",
      "\u{202E}",
    ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...30, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }
        .joined()
      let escaped = Markup.escaped(text)
      #expect(!escaped.contains(where: { "<>\"'".contains($0) }), "\(generator)")
      for part in escaped.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
        #expect(["amp;", "lt;", "gt;", "quot;", "#39;"].contains { part.hasPrefix($0) }, "\(generator)")
      }
      #expect(Self.unescaped(escaped) == text, "\(generator)")
    }
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  @Test("A page is one document without anything from elsewhere, with each sheet on a page of its own")
  func page() {
    var grid = FormGrid()
    grid.row(FormField("姓名", "Name", "王"), FormField("电话", "Telephone", nil))
    grid.tall(FormField("内容", "Content", "<i>漏水</i>"))
    let page = PrintedPage(
      title: TermName("投诉处理单", "Complaint form"), form: "SM03-07", number: "CLX-2023-000001",
      sheets: [grid.markup, grid.markup])
    #expect(page.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    #expect(page.html.split(separator: "<section class=\"sheet\">").count == 3)
    #expect(page.html.contains("size:A4") && page.html.contains("counter(pages)"))
    #expect(!page.html.contains("<i>") && !page.html.contains("http") && !page.html.contains("<script"))
  }
}
