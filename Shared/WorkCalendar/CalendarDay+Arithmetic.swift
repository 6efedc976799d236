extension CalendarDay {
  /// Days since 1970-01-01, negative before it.
  ///
  /// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last day of its year
  /// (Hinnant, "chrono-compatible low-level date algorithms").
  package var daysSinceEpoch: Int {
    let shiftedYear = self.month > 2 ? self.year : self.year - 1
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (self.month > 2 ? self.month - 3 : self.month + 9) + 2) / 5 + self.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day that lies so many days after 1970-01-01; numbers outside 0001 to 9999 give the first or the last day.
  package init(daysSinceEpoch days: Int) {
    guard days > CalendarDay.first.daysSinceEpoch else {
      self = .first
      return
    }
    guard days < CalendarDay.last.daysSinceEpoch else {
      self = .last
      return
    }
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    self.init(year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  package var weekday: Weekday {
    // 1970-01-01 was a Thursday, the fourth day; 7,000,000 keeps the remainder positive for all days that exist.
    switch (self.daysSinceEpoch + 7_000_000 + 3) % 7 {
    case 0: .monday
    case 1: .tuesday
    case 2: .wednesday
    case 3: .thursday
    case 4: .friday
    case 5: .saturday
    default: .sunday
    }
  }

  /// The following day; the last day of 9999 follows itself.
  package var next: CalendarDay { self.adding(days: 1) }

  /// The day before; the first day of year 1 comes before itself.
  package var previous: CalendarDay { self.adding(days: -1) }

  /// So many calendar days later, or earlier if negative; stops at the first and the last day.
  package func adding(days: Int) -> CalendarDay {
    let (sum, overflows) = self.daysSinceEpoch.addingReportingOverflow(days)
    guard !overflows else { return days < 0 ? .first : .last }
    return CalendarDay(daysSinceEpoch: sum)
  }

  /// So many months later, or earlier if negative: the same day number, or the month's last day where that number does
  /// not exist; stops at the first and the last day.
  package func adding(months: Int) -> CalendarDay {
    let (sum, overflows) = (self.year * 12 + self.month - 1).addingReportingOverflow(months)
    guard !overflows, sum >= 12 else { return months < 0 ? .first : .last }
    guard sum < 10_000 * 12 else { return .last }
    let (year, month) = (sum / 12, sum % 12 + 1)
    return CalendarDay(year, month, min(self.day, Self.numberOfDays(inMonth: month, year: year)))
  }
}
