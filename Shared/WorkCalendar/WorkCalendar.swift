package import Foundation

/// When people work: a weekly pattern, several windows a day, and dated exceptions in both directions.
///
/// A value without a clock: every question brings its own instant, every answer is the same at any time.
package struct WorkCalendar: Sendable, Hashable {
  /// The zone in which days begin and end.
  package let timeZone: TimeZone
  package let workingWeekdays: Set<Weekday>
  /// The windows of a working day that has none of its own, in order.
  package let windows: [WorkWindow]
  package let overrides: [CalendarDay: DayOverride]
  /// The years whose exceptions are known. In any other year only the weekly pattern speaks, and due dates carry a
  /// warning.
  package let yearsWithTable: Set<Int>

  /// Throws `noWorkingWeekday`, `noWindow` or `overlappingWindows`.
  package init(
    timeZone: TimeZone, workingWeekdays: Set<Weekday>, windows: [WorkWindow], overrides: [CalendarDay: DayOverride],
    yearsWithTable: Set<Int>
  ) throws(WorkCalendarError) {
    guard !workingWeekdays.isEmpty else { throw WorkCalendarError(.noWorkingWeekday, value: "") }
    guard !windows.isEmpty else { throw WorkCalendarError(.noWindow, value: "") }
    try Self.requireDisjoint(windows)
    for override in overrides.values { try Self.requireDisjoint(override.windows) }
    self.init(
      trusted: timeZone, workingWeekdays: workingWeekdays, windows: windows, overrides: overrides,
      yearsWithTable: yearsWithTable)
  }

  /// For the calendars that this module writes itself, unchecked.
  init(
    trusted timeZone: TimeZone, workingWeekdays: Set<Weekday>, windows: [WorkWindow],
    overrides: [CalendarDay: DayOverride], yearsWithTable: Set<Int>
  ) {
    self.timeZone = timeZone
    self.workingWeekdays = workingWeekdays
    self.windows = windows.sorted { $0.start < $1.start }
    self.overrides = overrides
    self.yearsWithTable = yearsWithTable
  }

  private static func requireDisjoint(_ windows: [WorkWindow]) throws(WorkCalendarError) {
    let ordered = windows.sorted { $0.start < $1.start }
    for (earlier, later) in zip(ordered, ordered.dropFirst()) where later.start < earlier.end {
      throw WorkCalendarError(
        .overlappingWindows, value: "\(earlier.start)-\(earlier.end) \(later.start)-\(later.end)")
    }
  }
}

extension WorkCalendar {
  /// What the calendar says of the day: a dated exception first, else the weekly pattern.
  package func status(of day: CalendarDay) -> DayStatus {
    if let override = self.overrides[day] {
      return DayStatus(kind: override.isWorkingDay ? .declaredWork : .declaredRest, occasion: override.occasion)
    }
    return DayStatus(kind: self.workingWeekdays.contains(day.weekday) ? .working : .weeklyRest, occasion: nil)
  }

  /// a working day is any day that is not marked as rest.
  package func isWorkingDay(_ day: CalendarDay) -> Bool { self.status(of: day).isWorkingDay }

  /// The windows in which people work on this day, in order; empty on a rest day.
  package func windows(on day: CalendarDay) -> [WorkWindow] {
    guard self.isWorkingDay(day) else { return [] }
    let own = self.overrides[day]?.windows ?? []
    return own.isEmpty ? self.windows : own.sorted { $0.start < $1.start }
  }

  /// Whether the instant lies in a window of a working day; the end of a window does not.
  package func isWorkingTime(_ instant: Date) -> Bool {
    let time = self.timeOfDay(of: instant)
    return self.windows(on: self.day(of: instant)).contains { $0.contains(time) }
  }

  /// the day itself if it is a working day, else the first one after it; the end of year 9999 if there is none.
  package func nextWorkingDay(onOrAfter day: CalendarDay) -> CalendarDay {
    var day = day
    while !self.isWorkingDay(day), day < .last { day = day.next }
    return day
  }

  /// The day itself if it is a working day, else the last one before it: "Friday afternoon" in a week whose Friday is a
  /// holiday. The first day of year 1 if there is none.
  package func lastWorkingDay(onOrBefore day: CalendarDay) -> CalendarDay {
    var day = day
    while !self.isWorkingDay(day), day > .first { day = day.previous }
    return day
  }

  /// How many working days lie after the first day, up to and with the second; 0 if that is not later.
  package func workingDays(after first: CalendarDay, through last: CalendarDay) -> Int {
    var (day, count) = (first, 0)
    while day < last {
      day = day.next
      count += self.isWorkingDay(day) ? 1 : 0
    }
    return count
  }
}
