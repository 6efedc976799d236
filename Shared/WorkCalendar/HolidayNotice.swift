/// One year's notice of the State Council's General Office: which days are rest, which weekend days are worked instead.
struct HolidayNotice: Sendable, Hashable {
  struct Holiday: Sendable, Hashable {
    let occasion: Occasion
    /// The rest days, weekends inside the holiday included, as the notice counts them.
    let rest: ClosedRange<CalendarDay>
    /// Make-up working days (调休上班), all of them Saturdays and Sundays.
    let makeUp: [CalendarDay]
  }

  let year: Int
  /// The number of the document, such as 国办发明电〔2024〕12号.
  let document: String
  let published: CalendarDay
  let holidays: [Holiday]

  var title: String { "国务院办公厅关于\(self.year)年部分节假日安排的通知" }

  var overrides: [CalendarDay: DayOverride] {
    var overrides: [CalendarDay: DayOverride] = [:]
    for holiday in self.holidays {
      var day = holiday.rest.lowerBound
      while day <= holiday.rest.upperBound {
        overrides[day] = .rest(holiday.occasion)
        day = day.next
      }
      for day in holiday.makeUp { overrides[day] = .working(holiday.occasion) }
    }
    return overrides
  }
}
