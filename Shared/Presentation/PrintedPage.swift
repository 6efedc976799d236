package import FoundationEssentials
package import Messages

/// A form to print on A4, Chinese and English, as one HTML document without anything from elsewhere: no script, no font, no
/// picture.
package struct PrintedPage: Sendable {
  package enum Orientation: Sendable {
    case portrait, landscape
  }

  /// What the head of every form says beside its title (R-337). What nobody knows is left to write on.
  package struct Head: Sendable {
    /// The form, as `SM03-11`.
    fileprivate let form: String
    /// Of the form's layout; counts up when a field comes or goes.
    fileprivate let version: Int
    fileprivate let company: String?
    fileprivate let project: String?
    fileprivate let creator: String?
    fileprivate let createdAt: Date?

    package init(
      form: String, version: Int = 1, company: String?, project: String?, creator: String?, createdAt: Date?
    ) {
      self.form = form
      self.version = version
      self.company = company
      self.project = project
      self.creator = creator
      self.createdAt = createdAt
    }
  }

  /// What one reader gets: it begins on a page of its own, under the same head, and its pages are counted apart.
  package struct Sheet: Sendable {
    /// Whose copy it is, where there are several.
    fileprivate let holder: TermName?
    fileprivate let body: Markup

    package init(for holder: TermName? = nil, _ body: Markup) {
      self.holder = holder
      self.body = body
    }
  }

  private let title: TermName
  private let head: Head
  /// The number of this very paper; nil for a list.
  private let number: String?
  private let orientation: Orientation
  private let sheets: [Sheet]

  package init(
    title: TermName, head: Head, number: String?, orientation: Orientation = .portrait, sheets: [Sheet]
  ) {
    self.title = title
    self.head = head
    self.number = number
    self.orientation = orientation
    self.sheets = sheets
  }

  package var form: String { self.head.form }
  package var html: String { self.document.source }

  private var document: Markup {
    let sheets = self.sheets.enumerated().map { index, sheet -> Markup in
      "<section class=\"sheet sheet\(index)\">\(self.heading(of: sheet))\(sheet.body)</section>"
    }
    return """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(self.title.chinese) \(self.number ?? self.form)</title>
      <style>\(Self.style)\(Markup.joined(self.sheets.indices.map(self.foot)))</style>
      </head>
      <body\(self.orientation == .landscape ? " class=\"landscape\"" as Markup : "")>
      \(Markup.joined(sheets, separator: "\n"))
      </body>
      </html>

      """
  }

  private func heading(of sheet: Sheet) -> Markup {
    let company: Markup = self.head.company.map { "\($0)" } ?? "公司 Company：\(blank)"
    let form: Markup = "<b>\(self.form)</b> 第\(self.head.version)版 <small>version \(self.head.version)</small>"
    let number: Markup = self.number.map { "<span>编号 No. <b>\($0)</b></span>" } ?? ""
    let holder: Markup = sheet.holder.map { "<p class=\"copy\">\($0.chinese) \($0.english)</p>" } ?? ""
    let creator: Markup = self.head.creator.map { "\($0)" } ?? blank
    let created: Markup = "\(creator) \(self.head.createdAt.map(LocalTime.minute) ?? "")"
    return """
      <header><p class="company">\(company)　\(form)</p>\(holder)<h1>\(self.title.chinese)<small>\(self.title.english)</small></h1>\
      <p class="ids"><span>项目 Project：\(self.head.project ?? "—")</span><span>制表 Created：\(created)</span>\(number)</p></header>
      """
  }

  /// The line below every page of a sheet, so that a page that has gone astray is known. Only one sheet alone can be told the
  /// number of its pages: a browser counts those of the document.
  private func foot(of index: Int) -> Markup {
    let paper = [self.form, self.title.chinese, self.number, self.sheets[index].holder?.chinese].compactMap(\.self)
      .joined(separator: "　")
    let size: Markup = self.orientation == .landscape ? "size:A4 landscape;" : ""
    let page: Markup =
      self.sheets.count == 1
      ? "\"第 \" counter(page) \" 页，共 \" counter(pages) \" 页 Page \" counter(page) \" of \" counter(pages)"
      : "\"第 \" counter(copy\(index)) \" 页 Page \" counter(copy\(index))"
    return """
      .sheet\(index){page:sheet\(index)}@page sheet\(index){\(size)counter-increment:copy\(index);\
      @bottom-left{content:"\(cssText: paper)"}@bottom-right{content:\(page)}}
      """
  }

  /// Long words break rather than leave their cell; a row stays on one page unless it holds much, the head of a table is
  /// repeated.
  private static let style: Markup = """
    @page{size:A4;margin:13mm 14mm 16mm;@bottom-left{font:8pt sans-serif;color:#555}@bottom-right{font:8pt sans-serif;\
    color:#555}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:182mm;font:10pt/1.38 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC",\
    "Microsoft YaHei",sans-serif;color:#111;overflow-wrap:anywhere;line-break:strict;print-color-adjust:exact;\
    -webkit-print-color-adjust:exact}
    .landscape{max-width:none}
    .sheet+.sheet{break-before:page}
    header{position:relative;margin-bottom:2.5mm}
    .company{margin:0 0 1mm;font-size:9.5pt;color:#333;max-width:68%}
    .copy{position:absolute;right:0;top:0;margin:0;font-size:8.5pt;border:.6pt solid #333;padding:.3mm 2mm}
    h1{font-size:16pt;line-height:1.3;text-align:center;margin:0 0 1mm;letter-spacing:.15em;font-weight:600}
    h1 small{display:block;font-size:9pt;font-weight:400;letter-spacing:0;color:#444}
    .ids{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 5mm;margin:0;padding-bottom:1mm;\
    border-bottom:1.2pt solid #111;font-size:8.5pt}
    table{width:100%;border-collapse:collapse;table-layout:fixed;margin:0 0 2.5mm}
    th,td{border:.6pt solid #333;padding:.7mm 1.6mm;vertical-align:top;text-align:left;white-space:pre-wrap}
    th{font-weight:500;background:#f2f2f2;white-space:normal}
    small{font-size:7.5pt;color:#444}
    th small{display:block;font-weight:400;line-height:1.2}
    thead{display:table-header-group}
    tr{break-inside:avoid}
    tr.long{break-inside:auto}
    .list th,.list td{font-size:8.5pt;padding:.8mm 1.1mm;line-height:1.3}
    .list td small{display:block;font-size:6.5pt;line-height:1.2}
    .late{font-weight:600}
    .tall{height:15mm}
    .sign td{height:13.5mm;position:relative;padding-bottom:4mm}
    .when{position:absolute;right:1.6mm;bottom:.7mm;font-size:8pt;color:#444}
    .box{display:inline-block;width:3.1mm;height:3.1mm;border:.7pt solid #222;margin:0 1mm 0 0;vertical-align:-.3mm;\
    font:700 8.5pt/2.7mm "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;text-align:center}
    .choice{display:inline-block;margin-right:4mm;white-space:nowrap}
    .blank{display:inline-block;min-width:26mm;border-bottom:.6pt solid #333}
    .body{white-space:pre-wrap;margin:4mm 0;text-align:justify;min-height:88mm;orphans:3;widows:3;line-height:1.75;\
    font-family:"Noto Serif CJK SC","Source Han Serif SC","Songti SC",SimSun,serif;font-size:11pt}
    .meta{margin:1.5mm 0}
    .keep{break-inside:avoid}
    .foot{display:flex;justify-content:space-between;align-items:flex-end;break-inside:avoid}
    .seal{width:66mm;height:36mm;border:.6pt dashed #999;text-align:center;padding-top:2mm;font-size:9pt;color:#444}
    .cut{border-top:.8pt dashed #555;margin-top:5mm;padding-top:2mm;break-inside:avoid}
    .cut h2{font-size:10pt;margin:0 0 1.5mm;text-align:center;font-weight:600}
    .entry h2{font-size:12pt;margin:5mm 0 1mm;break-after:avoid}
    .entry h2 small{display:block;font-size:9pt;font-weight:400;color:#444}
    .answer{white-space:pre-wrap;margin:1mm 0;orphans:2;widows:2}
    .draft{border:1pt solid #111;text-align:center;padding:1mm;margin:0 0 3mm;font-weight:600}
    @media screen{body{padding:8mm 4mm}.sheet+.sheet{margin-top:12mm;border-top:2pt dashed #999;padding-top:8mm}}

    """
}
