package import Messages

/// The label of a field on a form, in both languages.
package func label(_ chinese: String, _ english: String) -> Markup {
  "\(chinese)<small>\(english)</small>"
}

/// A line to write on.
package let blank: Markup = "<span class=\"blank\">　</span>"

/// Boxes to tick; what is known is ticked already.
package func choices(_ all: [(name: TermName, isChosen: Bool)]) -> Markup {
  Markup.joined(
    all.map { choice -> Markup in
      let tick: Markup = choice.isChosen ? "√" : ""
      return """
        <span class="choice"><span class="box">\(tick)</span>\(choice.name.chinese) <small>\(choice.name.english)</small></span>
        """
    })
}

/// A field of a form: its label, and what stands in it.
package struct FormField: Sendable {
  fileprivate let label: Markup
  fileprivate let text: Markup
  /// Too much to be kept on one page at any price.
  fileprivate let isLong: Bool

  package init(_ chinese: String, _ english: String, _ text: String?) {
    self.init(chinese, english, marked: "\(text ?? "")", isLong: Self.isLong(text ?? ""))
  }

  /// A word of the domain, by both its names.
  package init(_ chinese: String, _ english: String, named name: TermName?) {
    self.init(chinese, english, marked: name.map { "\($0.chinese) <small>\($0.english)</small>" } ?? "")
  }

  package init(_ chinese: String, _ english: String, marked text: Markup, isLong: Bool = false) {
    self.label = Presentation.label(chinese, english)
    self.text = text
    self.isLong = isLong
  }

  /// More than about a third of a page.
  package static func isLong(_ text: String) -> Bool {
    text.count > 500 || text.count { $0 == "\n" } > 14
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
  package mutating func wide(_ field: FormField) { self.add(field, "") }

  /// A field with room to write by hand. One that holds much may go on over the page.
  package mutating func tall(_ field: FormField) { self.add(field, "tall") }

  private mutating func add(_ field: FormField, _ kind: Markup) {
    let kind: Markup = field.isLong ? "long" : kind
    self.rows.append("<tr class=\"\(kind)\"><th>\(field.label)</th><td colspan=\"3\">\(field.text)</td></tr>")
  }

  /// Two boxes to sign in, with what is known of the signature.
  package mutating func signatures(_ left: FormField, _ right: FormField) {
    let day: Markup = "<span class=\"when\">　　　年　　月　　日</span>"
    self.rows.append(
      """
      <tr class="sign"><th>\(left.label)</th><td>\(left.text)\(day)</td><th>\(right.label)</th><td>\(right.text)\(day)</td></tr>
      """)
  }

  package var markup: Markup {
    """
    <table><colgroup><col style="width:17%"><col style="width:33%"><col style="width:17%"><col style="width:33%">\
    </colgroup><tbody>\(Markup.joined(self.rows))</tbody></table>
    """
  }
}
