package import FoundationEssentials

/// Times on the wire: RFC 3339, written in UTC with microseconds, read with any offset.
///
/// Written by hand because Foundation's ISO 8601 styles stop at milliseconds, and a time that loses digits on the way
/// no longer equals itself in the database.
package enum RFC3339 {
  package static func string(from date: Date) -> String {
    let microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    let (seconds, fraction) = microseconds.dividedFlooring(by: 1_000_000)
    let (days, secondOfDay) = seconds.dividedFlooring(by: 86_400)
    let (year, month, day) = Self.civil(fromDays: days)
    var text = ""
    text.reserveCapacity(27)
    text.append(padded: year, to: 4)
    text.append("-")
    text.append(padded: month, to: 2)
    text.append("-")
    text.append(padded: day, to: 2)
    text.append("T")
    text.append(padded: secondOfDay / 3600, to: 2)
    text.append(":")
    text.append(padded: secondOfDay / 60 % 60, to: 2)
    text.append(":")
    text.append(padded: secondOfDay % 60, to: 2)
    text.append(".")
    text.append(padded: fraction, to: 6)
    text.append("Z")
    return text
  }

  /// - Returns: nil for anything but a complete date and time with an offset, and for a day or hour that does not exist.
  package static func date(from text: String) -> Date? {
    var rest = text.utf8[...]
    guard let year = rest.takeNumber(digits: 4), rest.take("-"),
      let month = rest.takeNumber(digits: 2), (1...12).contains(month), rest.take("-"),
      let day = rest.takeNumber(digits: 2), (1...Self.lastDay(ofMonth: month, year: year)).contains(day),
      rest.take("T") || rest.take("t") || rest.take(" "),
      let hour = rest.takeNumber(digits: 2), hour < 24, rest.take(":"),
      let minute = rest.takeNumber(digits: 2), minute < 60, rest.take(":"),
      let second = rest.takeNumber(digits: 2), second <= 60
    else { return nil }
    var microseconds: Int64 = 0
    if rest.take(".") {
      guard let fraction = rest.takeFraction() else { return nil }
      microseconds = fraction
    }
    guard let offset = rest.takeOffset(), rest.isEmpty else { return nil }
    let days = Self.days(fromYear: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Date(timeIntervalSince1970: (Double(seconds) * 1_000_000 + Double(microseconds)) / 1_000_000)
  }

  // The two conversions are Howard Hinnant's "chrono-compatible low-level date algorithms": eras of 400 years that begin
  // on 1 March, so that the leap day is the last day of its year.
  private static func days(fromYear year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.dividedFlooring(by: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).dividedFlooring(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func lastDay(ofMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int64 {
  fileprivate func dividedFlooring(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension String {
  fileprivate mutating func append(padded number: Int64, to width: Int) {
    let digits = String(number)
    for _ in digits.utf8.count..<Swift.max(width, digits.utf8.count) { self.append("0") }
    self.append(digits)
  }
}

extension Substring.UTF8View {
  fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = self.first, UInt32(first) == character.value else { return false }
    self.removeFirst()
    return true
  }

  fileprivate mutating func takeDigit() -> Int64? {
    guard let first = self.first, (48...57).contains(first) else { return nil }
    self.removeFirst()
    return Int64(first - 48)
  }

  fileprivate mutating func takeNumber(digits: Int) -> Int64? {
    var number: Int64 = 0
    for _ in 0..<digits {
      guard let digit = self.takeDigit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  /// Microseconds; digits beyond the sixth are read and dropped.
  fileprivate mutating func takeFraction() -> Int64? {
    guard var fraction = self.takeDigit() else { return nil }
    var digits = 1
    while let digit = self.takeDigit() {
      if digits < 6 {
        fraction = fraction * 10 + digit
        digits += 1
      }
    }
    while digits < 6 {
      fraction *= 10
      digits += 1
    }
    return fraction
  }

  fileprivate mutating func takeOffset() -> Int64? {
    if self.take("Z") || self.take("z") { return 0 }
    let sign: Int64
    if self.take("+") { sign = 1 } else if self.take("-") { sign = -1 } else { return nil }
    guard let hours = self.takeNumber(digits: 2), hours < 24, self.take(":"),
      let minutes = self.takeNumber(digits: 2), minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
