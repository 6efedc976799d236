package import Messages

/// A table as RFC 4180 has it: fields in quotation marks may hold commas, line ends and doubled quotation marks. A byte
/// order mark is skipped; lines without any character are not counted as rows.
package struct CSVTable: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    /// Where the row begins, counted from 1.
    package let line: Int
    package let fields: [String]
  }

  package let rows: [Row]

  /// - Throws: `not-utf8`, or `invalid` with the line whose quotation marks do not fit.
  package init(_ bytes: [UInt8]) throws(Rejected) {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Rejected("", .notUTF8, "The table is not UTF-8; a spreadsheet program has to save it as CSV UTF-8.")
    }
    if text.unicodeScalars.first?.value == 0xFEFF { text.unicodeScalars.removeFirst() }
    var reader = Reader()
    for scalar in text.unicodeScalars { try reader.take(scalar) }
    self.rows = try reader.finish()
  }

  private struct Reader {
    private enum Place {
      case start, plain, quoted, afterQuote
    }

    private var place = Place.start
    private var line = 1
    private var rowLine = 1
    private var field = String.UnicodeScalarView()
    private var fields: [String] = []
    private var rows: [Row] = []

    mutating func take(_ scalar: Unicode.Scalar) throws(Rejected) {
      switch (self.place, scalar) {
      case (.start, "\""): self.place = .quoted
      case (.quoted, "\""): self.place = .afterQuote
      case (.afterQuote, "\""):
        self.field.append(scalar)
        self.place = .quoted
      case (.quoted, _):
        if scalar == "\n" { self.line += 1 }
        self.field.append(scalar)
      case (_, ","): self.endField()
      case (_, "\n"): self.endRow()
      case (_, "\r"): break
      case (.start, _), (.plain, _):
        self.field.append(scalar)
        self.place = .plain
      case (.afterQuote, _): throw self.brokenQuotes
      }
    }

    mutating func finish() throws(Rejected) -> [Row] {
      if self.place == .quoted { throw self.brokenQuotes }
      self.endRow()
      return self.rows
    }

    private var brokenQuotes: Rejected {
      Rejected("lines[\(self.rowLine)]", .invalid, "Quotation marks do not fit: each one inside a field is doubled.")
    }

    private mutating func endField() {
      self.fields.append(String(self.field))
      self.field = String.UnicodeScalarView()
      self.place = .start
    }

    private mutating func endRow() {
      self.endField()
      if self.fields.contains(where: { !$0.isEmpty }) { self.rows.append(Row(line: self.rowLine, fields: self.fields)) }
      self.fields = []
      self.line += 1
      self.rowLine = self.line
    }
  }
}
