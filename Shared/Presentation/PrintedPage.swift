package import Messages

/// A form to print on A4, Chinese and English, as one HTML document without anything from elsewhere: no script, no font, no
/// picture.
package struct PrintedPage: Sendable {
  package enum Orientation: Sendable {
    case portrait, landscape
  }

  package let title: TermName
  /// The form, as `SM03-11`.
  package let form: String
  /// The number of this very paper; nil for a list.
  package let number: String?
  package let orientation: Orientation
  /// Each begins on a page of its own, under the same head.
  package let sheets: [Markup]

  package init(
    title: TermName, form: String, number: String?, orientation: Orientation = .portrait, sheets: [Markup]
  ) {
    self.title = title
    self.form = form
    self.number = number
    self.orientation = orientation
    self.sheets = sheets
  }

  package var html: String { self.document.source }

  private var document: Markup {
    """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>\(self.title.chinese) \(self.number ?? self.form)</title>
    <style>\(Self.style)\(self.orientation == .landscape ? Self.landscape : "")</style>
    </head>
    <body>
    \(Markup.joined(self.sheets.map { "<section class=\"sheet\">\(self.head)\($0)</section>" }, separator: "\n"))
    </body>
    </html>

    """
  }

  private var head: Markup {
    let number: Markup = self.number.map { "<p class=\"number\">编号 No. <b>\($0)</b></p>" } ?? ""
    return """
      <header><h1>\(self.title.chinese)<small>\(self.title.english)</small></h1><p class="form">\(self.form)</p>\(number)</header>
      """
  }

  private static let landscape: Markup = "@page{size:A4 landscape}"

  /// Long words break rather than leave their cell; a row stays on one page where it can, the head of a table is repeated.
  private static let style: Markup = """
    @page{size:A4;margin:16mm 15mm 18mm;@bottom-left{content:"redress";font-size:8pt;color:#666}\
    @bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font-size:8pt;color:#666}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:182mm;font:10.5pt/1.5 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC",\
    "Microsoft YaHei",sans-serif;color:#111;overflow-wrap:anywhere;line-break:strict}
    .sheet+.sheet{break-before:page}
    header{position:relative;border-bottom:1.5pt solid #111;margin-bottom:4mm;padding-bottom:2mm}
    h1{font-size:17pt;text-align:center;margin:0;letter-spacing:.15em;font-weight:600}
    h1 small{display:block;font-size:9.5pt;font-weight:400;letter-spacing:0;color:#444}
    .form{position:absolute;left:0;top:0;margin:0;font-size:9pt;color:#444}
    .number{text-align:right;margin:1mm 0 0;font-size:10pt}
    .copy{text-align:right;font-size:9pt;margin:0 0 2mm;color:#444}
    table{width:100%;border-collapse:collapse;table-layout:fixed;margin:0 0 3mm}
    th,td{border:.6pt solid #333;padding:1.2mm 1.8mm;vertical-align:top;text-align:left;white-space:pre-wrap}
    th{font-weight:500;background:#f2f2f2;white-space:normal}
    th small{display:block;font-weight:400;font-size:7.5pt;line-height:1.25;color:#444}
    thead{display:table-header-group}
    tr{break-inside:avoid}
    .list th,.list td{font-size:8.5pt;padding:.9mm 1.1mm;line-height:1.35}
    .late{font-weight:600}
    .tall{height:20mm}
    .taller{height:34mm}
    .sign{height:17mm}
    .body{white-space:pre-wrap;margin:6mm 0;text-align:justify;min-height:90mm}
    .meta{margin:1.5mm 0}
    .foot{display:flex;justify-content:flex-end;break-inside:avoid}
    .seal{width:58mm;height:40mm;border:.6pt dashed #999;text-align:center;padding-top:3mm;font-size:9pt;color:#555}
    .draft{border:1pt solid #111;text-align:center;padding:1mm;margin:0 0 3mm;font-weight:600}
    @media screen{body{padding:8mm 4mm}}
    """
}

/// The label of a field on a form, in both languages.
package func label(_ chinese: String, _ english: String) -> Markup {
  "\(chinese)<small>\(english)</small>"
}

/// A field of a form: its label, and what stands in it.
package struct FormField: Sendable {
  fileprivate let label: Markup
  fileprivate let text: String

  package init(_ chinese: String, _ english: String, _ text: String?) {
    self.label = Presentation.label(chinese, english)
    self.text = text ?? ""
  }
}

/// The grid of a form: rows of short fields side by side, long ones over the whole width, boxes to sign in.
package struct FormGrid: Sendable {
  private var rows: [Markup] = []

  package init() {}

  /// Two fields in one row.
  package mutating func row(_ left: FormField, _ right: FormField) {
    self.rows.append(
      "<tr><th>\(left.label)</th><td>\(left.text)</td><th>\(right.label)</th><td>\(right.text)</td></tr>")
  }

  /// One field over the whole width.
  package mutating func wide(_ field: FormField) {
    self.rows.append("<tr><th>\(field.label)</th><td colspan=\"3\">\(field.text)</td></tr>")
  }

  /// A field with room to write by hand.
  package mutating func tall(_ field: FormField) {
    self.rows.append("<tr class=\"tall\"><th>\(field.label)</th><td colspan=\"3\">\(field.text)</td></tr>")
  }

  /// Two boxes to sign in, with what is known of the signature.
  package mutating func signatures(_ left: FormField, _ right: FormField) {
    self.rows.append(
      """
      <tr class="sign"><th>\(left.label)</th><td>\(left.text)</td><th>\(right.label)</th><td>\(right.text)</td></tr>
      """)
  }

  package var markup: Markup {
    """
    <table><colgroup><col style="width:17%"><col style="width:33%"><col style="width:17%"><col style="width:33%">\
    </colgroup><tbody>\(Markup.joined(self.rows))</tbody></table>
    """
  }
}
