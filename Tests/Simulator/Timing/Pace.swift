import Foundation
import WorkCalendar

/// How long people take.
enum Pace: Sendable {
  /// As long as they say, on the simulated clock.
  case lifelike
  /// No time at all: for tests and benchmarks.
  case immediate

  private static let day = 86_400.0

  func after(_ start: Date, days: Double) -> Date {
    self == .immediate ? start : start.addingTimeInterval(days * Self.day)
  }

  /// Rest days do not count; hours of the day do not matter.
  func after(_ start: Date, workingDays: Double) -> Date {
    guard self == .lifelike else { return start }
    let calendar = WorkCalendar.mainlandChina
    var (now, left) = (start, workingDays * Self.day)
    while left > 0 {
      let day = calendar.day(of: now)
      let endOfDay = calendar.start(of: day.next)
      if calendar.isWorkingDay(day) {
        let worked = min(left, endOfDay.timeIntervalSince(now))
        left -= worked
        if left <= 0 { return now.addingTimeInterval(worked) }
      }
      now = endOfDay
    }
    return now
  }
}
