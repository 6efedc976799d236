import WorkCalendar

/// The part of the year in which buildings are heated or cooled; a heating season ends in the year after it began.
package struct WarrantySeason: Sendable, Hashable {
  package let firstMonth: Int
  package let firstDay: Int
  package let lastMonth: Int
  package let lastDay: Int

  /// The last day of the `count`-th full season; a season begun before `start` does not count.
  func end(ofSeasons count: Int, after start: CalendarDay) -> CalendarDay {
    let begunBefore = self.day(self.firstMonth, self.firstDay, start.year) < start
    let lastYear = start.year + (begunBefore ? 1 : 0) + count - 1
    let spansNewYear = (self.lastMonth, self.lastDay) < (self.firstMonth, self.firstDay)
    return self.day(self.lastMonth, self.lastDay, lastYear + (spansNewYear ? 1 : 0))
  }

  /// A day that the year lacks is 29 February or lies beyond the calendar.
  private func day(_ month: Int, _ day: Int, _ year: Int) -> CalendarDay {
    if let found = try? CalendarDay(year: year, month: month, day: day) { return found }
    return (try? CalendarDay(year: year, month: month, day: day - 1)) ?? .last
  }
}

/// How long a warranty lasts.
package enum WarrantyLength: Sendable, Hashable {
  /// Years are twelve months each, so that 29 February ends on the 28th like every other month without the day.
  case months(Int)
  case heatingSeasons(Int)
  case coolingSeasons(Int)
  /// The reasonable service life of the design; where it is not recorded, so many years.
  case designLife(otherwiseYears: Int)
}
