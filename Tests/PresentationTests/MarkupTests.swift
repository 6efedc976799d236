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
    let html = Self.page(sheets: [PrintedPage.Sheet(grid.markup), PrintedPage.Sheet(grid.markup)]).html
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    #expect(html.split(separator: "<section class=\"sheet").count == 3)
    #expect(!html.contains("<i>") && !html.contains("http") && !html.contains("<script"))
  }

  @Test("R-337: every form says company, project, form, version, creator, time, or leaves a line to write on")
  func head() {
    let html = Self.page(sheets: [PrintedPage.Sheet("")]).html
    for word in ["<b>CLX-2023-000001</b>", "<b>SM03-07</b> 第2版", "Project：CLX", "li.na 2023-01-03 09:12", "兰溪公司"] {
      #expect(html.contains(word), "\(word)")
    }
    let empty = PrintedPage(
      title: TermName("表", "table"),
      head: PrintedPage.Head(form: "SM03-09", company: nil, project: nil, creator: nil, createdAt: nil), number: nil,
      sheets: [PrintedPage.Sheet("")])
    #expect(empty.html.split(separator: "<span class=\"blank\">").count == 3)
  }

  @Test("The pages of each copy name it and are counted apart; a paper without copies says how many pages there are")
  func foot() {
    let alone = Self.page(sheets: [PrintedPage.Sheet("")]).html
    #expect(alone.contains("counter(pages)") && alone.contains("\"SM03-07　投诉处理单　CLX-2023-000001\""))
    let copies = [TermName("第一联：存档", "1"), TermName("第二联\"}body{display:none", "2")]
    let html = Self.page(sheets: copies.map { PrintedPage.Sheet(for: $0, "") }).html
    #expect(!html.contains("counter(pages)") && html.contains("counter-increment:copy1"))
    #expect(html.contains("CLX-2023-000001　第一联：存档\"") && html.contains("第二联bodydisplay:none\""))
  }

  @Test("What holds much may go on over the page, what holds little may not")
  func longRows() {
    var grid = FormGrid()
    grid.tall(FormField("内容", "Content", "短"))
    #expect(grid.markup.source.contains("<tr class=\"tall\">"))
    grid.tall(FormField("内容", "Content", String(repeating: "长", count: 600)))
    #expect(grid.markup.source.contains("<tr class=\"long\">"))
  }

  private static func page(sheets: [PrintedPage.Sheet]) -> PrintedPage {
    PrintedPage(
      title: TermName("投诉处理单", "Complaint form"),
      head: PrintedPage.Head(
        form: "SM03-07", version: 2, company: "兰溪公司", project: "CLX", creator: "li.na",
        createdAt: RFC3339.date(from: "2023-01-03T09:12:00+08:00")),
      number: "CLX-2023-000001", sheets: sheets)
  }
}
