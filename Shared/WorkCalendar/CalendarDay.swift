/// A day of the Gregorian calendar, 0001-01-01 to 9999-12-31, without time zone; in JSON the text `2023-01-03`.
package struct CalendarDay: Sendable, Hashable {
  package let year: Int
  package let month: Int
  package let day: Int

  package static let first = CalendarDay(1, 1, 1)
  package static let last = CalendarDay(9999, 12, 31)

  /// Throws `invalidDay` for a day that does not exist, such as 29 February 2023.
  package init(year: Int, month: Int, day: Int) throws(WorkCalendarError) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.numberOfDays(inMonth: month, year: year)
    else { throw WorkCalendarError(.invalidDay, value: "\(year)-\(month)-\(day)") }
    self.init(year, month, day)
  }

  /// Reads `2023-01-03`: four, two and two digits, nothing else. Throws `invalidDay`.
  package init(_ text: String) throws(WorkCalendarError) {
    let bytes = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.count == 10, bytes[4] == dash, bytes[7] == dash,
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8...])
    else { throw WorkCalendarError(.invalidDay, value: text) }
    try self.init(year: year, month: month, day: day)
  }

  /// For days that this module has computed or writes in a table itself, unchecked.
  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// How many days the month has, 28 to 31.
  package static func numberOfDays(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    let zero = UInt8(ascii: "0")
    guard digits.allSatisfy({ (zero...zero + 9).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - zero) }
  }
}

extension CalendarDay: Comparable {
  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CalendarDay: CustomStringConvertible {
  /// The day as `2023-01-03`.
  package var description: String {
    "\(self.year.padded(to: 4))-\(self.month.padded(to: 2))-\(self.day.padded(to: 2))"
  }
}

extension CalendarDay: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(String(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    try self.description.encode(to: encoder)
  }
}

extension Int {
  /// Decimal digits with leading zeros, as in `09`.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
