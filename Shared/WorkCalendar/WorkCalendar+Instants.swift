package import Foundation

extension WorkCalendar {
  /// The day on which the instant falls in the calendar's zone; far outside the years 1 to 9999 the first or
  /// last day.
  package func day(of instant: Date) -> CalendarDay {
    let days = (self.localSeconds(of: instant) / 86_400).rounded(.down)
    // A comparison with NaN is false: every Double finds its way here, none reaches a conversion that traps.
    guard days > Double(CalendarDay.first.daysSinceEpoch) else { return .first }
    guard days < Double(CalendarDay.last.daysSinceEpoch) else { return .last }
    return CalendarDay(daysSinceEpoch: Int(days))
  }

  /// The wall-clock time of the instant in the calendar's zone, cut to the minute.
  package func timeOfDay(of instant: Date) -> TimeOfDay {
    let seconds = self.localSeconds(of: instant)
    let sinceMidnight = seconds - (seconds / 86_400).rounded(.down) * 86_400
    guard sinceMidnight >= 0, sinceMidnight < 86_400 else { return .startOfDay }
    return TimeOfDay(trusted: Int(sinceMidnight) / 60)
  }

  /// 00:00 of the day in the calendar's zone, or its first instant where the clocks are put forward at midnight.
  package func start(of day: CalendarDay) -> Date {
    let midnight = Date(timeIntervalSince1970: Double(day.daysSinceEpoch) * 86_400)
    // The offset that counts is the one at local midnight, which is some hours away from the same reading in UTC.
    let guess = midnight - self.offset(at: midnight)
    let corrected = midnight - self.offset(at: guess)
    return self.day(of: corrected) == day ? corrected : guess
  }

  /// 24:00 of the day, which is 00:00 of the next.
  package func end(of day: CalendarDay) -> Date { self.start(of: day.next) }

  /// The last day of a limit that runs out at this instant: 24:00 belongs to the day that ends.
  package func lastDay(of dueAt: Date) -> CalendarDay { self.day(of: dueAt.addingTimeInterval(-1)) }

  /// How many seconds between the instants fall on working days, nights included; 0 if the second is not later.
  package func workingDaySeconds(from start: Date, to end: Date) -> Double {
    var (instant, seconds) = (start, 0.0)
    while instant < end {
      let day = self.day(of: instant)
      guard day < .last else { break }
      let next = min(end, self.end(of: day))
      if self.isWorkingDay(day) { seconds += next.timeIntervalSince(instant) }
      instant = next
    }
    return seconds
  }

  private func localSeconds(of instant: Date) -> Double {
    instant.timeIntervalSince1970 + self.offset(at: instant)
  }

  private func offset(at instant: Date) -> Double { Double(self.timeZone.secondsFromGMT(for: instant)) }
}
