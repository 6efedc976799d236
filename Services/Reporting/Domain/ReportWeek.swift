package import Foundation

/// A week from Monday to Sunday in Shanghai, named as ISO 8601 does: `2023-W01`.
package struct ReportWeek: Sendable, Hashable, CustomStringConvertible {
  package let year: Int
  package let week: Int
  /// Monday 00:00.
  package let start: Date
  /// The next Monday 00:00, no longer part of the week.
  package let end: Date

  private static var calendar: Calendar {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
    return calendar
  }

  /// The week that `instant` lies in.
  package init(containing instant: Date) {
    let calendar = Self.calendar
    let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: instant)
    self.year = parts.yearForWeekOfYear ?? 1
    self.week = parts.weekOfYear ?? 1
    self.start =
      calendar.date(from: DateComponents(weekOfYear: self.week, yearForWeekOfYear: self.year)) ?? instant
    self.end = self.start.addingTimeInterval(7 * 86_400)
  }

  /// - Returns: nil for what is not spelled `2023-W01` and for a week that its year does not have.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), parts[1].utf8.count == 3,
      parts[1].first == "W", let week = Int(parts[1].dropFirst()), (1...53).contains(week),
      let start = Self.calendar.date(from: DateComponents(weekOfYear: week, yearForWeekOfYear: year))
    else { return nil }
    self.init(containing: start)
    guard self.description == text else { return nil }
  }

  /// The last week that has ended by `instant`.
  package static func last(before instant: Date) -> ReportWeek {
    let current = ReportWeek(containing: instant)
    return ReportWeek(containing: current.start.addingTimeInterval(-1))
  }

  package var range: Range<Date> { self.start..<self.end }

  package var description: String {
    "\(self.year)-W" + (self.week < 10 ? "0" : "") + "\(self.week)"
  }
}
