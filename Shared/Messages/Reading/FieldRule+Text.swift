package import FoundationEssentials
package import WorkCalendar

extension FieldRule where Value == String {
  /// One line, at least one character after white space around it is dropped.
  package static func line(upTo limit: Int) -> Self {
    Self.text(upTo: limit, isLong: false)
  }

  /// Lines of text, kept as they are; not only white space.
  package static func longText(upTo limit: Int) -> Self {
    Self.text(upTo: limit, isLong: true)
  }

  /// A telephone number as people write it: `138 0013 8000`, `+86 (755) 2345-6789`.
  package static var telephone: Self {
    let lengths = 5...20
    let schema = FieldSchema.text(lengths: lengths, pattern: "^[-+ ()0-9]*$")
    return Self.parsed(schema, expected: "5 to 20 characters of 0-9 + - ( ) and spaces, 5 of them digits") { text in
      let trimmed = text.droppingOuterWhiteSpace
      let digits = trimmed.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      let others = trimmed.utf8.count { "+-() ".utf8.contains($0) }
      guard lengths.contains(trimmed.utf8.count), digits + others == trimmed.utf8.count, digits >= 5 else { return nil }
      return trimmed
    }
  }

  /// Lengths count Unicode code points and not what a reader sees as one character: a single visible character may hold
  /// any number of them, and PostgreSQL and JSON Schema count as we do.
  private static func text(upTo limit: Int, isLong: Bool) -> Self {
    Self(.text(lengths: 1...limit, pattern: nil)) { json, path, faults in
      guard case .string(let given) = json else {
        faults.append(.wrongType(path, json, expected: "a string"))
        return nil
      }
      let text = isLong ? given : given.droppingOuterWhiteSpace
      let before = faults.count
      if text.unicodeScalars.allSatisfy(\.isWhiteSpace) {
        faults.append(Fault(path, .empty, "Must hold more than white space."))
      }
      // A code point has at least one byte, and bytes need not be counted.
      if text.utf8.count > limit, text.unicodeScalars.count > limit {
        faults.append(
          Fault(path, .tooLong, "Has \(text.unicodeScalars.count) characters; \(limit) are allowed."))
      }
      if text.unicodeScalars.contains(where: { $0.isControl && !(isLong && "\n\r\t".unicodeScalars.contains($0)) }) {
        faults.append(
          Fault(path, .controlCharacter, "Holds a control character\(isLong ? " other than tab and line end" : "")."))
      }
      return faults.count == before ? text : nil
    }
  }
}

extension FieldRule where Value == Date {
  // `Self` would say the same, but then the compiler does not see that this declaration needs the import above.
  package static var time: FieldRule<Date> {
    Self.parsed(.time, expected: "a time after RFC 3339 with an offset, as 2023-01-03T09:30:00+08:00") { text in
      RFC3339.date(from: text)
    }
  }
}

extension FieldRule where Value == CalendarDay {
  /// A day without a time, as `2023-01-03`.
  package static var day: FieldRule<CalendarDay> {
    let schema = FieldSchema.text(lengths: 10...10, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    return Self.parsed(schema, expected: "a day of the calendar, as 2023-01-03") { try? CalendarDay($0) }
  }
}

extension FieldRule where Value == ProjectCode {
  package static var projectCode: FieldRule<ProjectCode> {
    .identifier(ProjectCode.self)
  }
}

extension FieldRule {
  /// An identifier in its one spelling.
  package static func identifier(_ type: Value.Type) -> Self where Value: Identifier {
    let schema = FieldSchema.text(lengths: 1...64, pattern: Value.pattern)
    return Self.parsed(schema, expected: "spelled as \(Value.example)") { text in
      text.utf8.count <= 64 ? Value(text) : nil
    }
  }
}

extension Unicode.Scalar {
  /// U+0000 to U+001F and U+007F to U+009F.
  ///
  /// Written out, like white space below: Unicode's tables took a tenth of the time that a complaint needs.
  package var isControl: Bool { self.value < 0x20 || (0x7F...0x9F).contains(self.value) }

  /// Unicode's property White_Space, which will not change.
  fileprivate var isWhiteSpace: Bool {
    switch self.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}

extension String {
  fileprivate var droppingOuterWhiteSpace: String {
    let scalars = self.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isWhiteSpace }),
      let last = scalars.lastIndex(where: { !$0.isWhiteSpace })
    else { return "" }
    return String(scalars[first...last])
  }
}
