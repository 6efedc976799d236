extension HolidayNotice {
  /// The yearly notices of mainland China, as published on www.gov.cn.
  ///
  /// To add a year: copy its notice here when it is out, usually in November of the year before.
  static let mainlandChina: [HolidayNotice] = [year2023, year2024, year2025, year2026]

  private static let year2023 = HolidayNotice(
    year: 2023, document: "国办发明电〔2022〕16号", published: CalendarDay(2022, 12, 8),
    holidays: [
      // Begins on a Saturday of 2022, a year that has no table here.
      Holiday(occasion: .newYear, rest: CalendarDay(2022, 12, 31)...CalendarDay(2023, 1, 2), makeUp: []),
      Holiday(
        occasion: .springFestival, rest: CalendarDay(2023, 1, 21)...CalendarDay(2023, 1, 27),
        makeUp: [CalendarDay(2023, 1, 28), CalendarDay(2023, 1, 29)]),
      Holiday(occasion: .qingming, rest: CalendarDay(2023, 4, 5)...CalendarDay(2023, 4, 5), makeUp: []),
      Holiday(
        occasion: .labourDay, rest: CalendarDay(2023, 4, 29)...CalendarDay(2023, 5, 3),
        makeUp: [CalendarDay(2023, 4, 23), CalendarDay(2023, 5, 6)]),
      Holiday(
        occasion: .dragonBoat, rest: CalendarDay(2023, 6, 22)...CalendarDay(2023, 6, 24),
        makeUp: [CalendarDay(2023, 6, 25)]),
      Holiday(
        occasion: .midAutumnAndNationalDay, rest: CalendarDay(2023, 9, 29)...CalendarDay(2023, 10, 6),
        makeUp: [CalendarDay(2023, 10, 7), CalendarDay(2023, 10, 8)]),
    ])

  private static let year2024 = HolidayNotice(
    year: 2024, document: "国办发明电〔2023〕7号", published: CalendarDay(2023, 10, 25),
    holidays: [
      Holiday(occasion: .newYear, rest: CalendarDay(2024, 1, 1)...CalendarDay(2024, 1, 1), makeUp: []),
      // New Year's Eve, 9 February, is a working day: the notice only encourages employers to give it as leave.
      Holiday(
        occasion: .springFestival, rest: CalendarDay(2024, 2, 10)...CalendarDay(2024, 2, 17),
        makeUp: [CalendarDay(2024, 2, 4), CalendarDay(2024, 2, 18)]),
      Holiday(
        occasion: .qingming, rest: CalendarDay(2024, 4, 4)...CalendarDay(2024, 4, 6),
        makeUp: [CalendarDay(2024, 4, 7)]),
      Holiday(
        occasion: .labourDay, rest: CalendarDay(2024, 5, 1)...CalendarDay(2024, 5, 5),
        makeUp: [CalendarDay(2024, 4, 28), CalendarDay(2024, 5, 11)]),
      Holiday(occasion: .dragonBoat, rest: CalendarDay(2024, 6, 10)...CalendarDay(2024, 6, 10), makeUp: []),
      Holiday(
        occasion: .midAutumn, rest: CalendarDay(2024, 9, 15)...CalendarDay(2024, 9, 17),
        makeUp: [CalendarDay(2024, 9, 14)]),
      Holiday(
        occasion: .nationalDay, rest: CalendarDay(2024, 10, 1)...CalendarDay(2024, 10, 7),
        makeUp: [CalendarDay(2024, 9, 29), CalendarDay(2024, 10, 12)]),
    ])

  private static let year2025 = HolidayNotice(
    year: 2025, document: "国办发明电〔2024〕12号", published: CalendarDay(2024, 11, 12),
    holidays: [
      Holiday(occasion: .newYear, rest: CalendarDay(2025, 1, 1)...CalendarDay(2025, 1, 1), makeUp: []),
      Holiday(
        occasion: .springFestival, rest: CalendarDay(2025, 1, 28)...CalendarDay(2025, 2, 4),
        makeUp: [CalendarDay(2025, 1, 26), CalendarDay(2025, 2, 8)]),
      Holiday(occasion: .qingming, rest: CalendarDay(2025, 4, 4)...CalendarDay(2025, 4, 6), makeUp: []),
      Holiday(
        occasion: .labourDay, rest: CalendarDay(2025, 5, 1)...CalendarDay(2025, 5, 5),
        makeUp: [CalendarDay(2025, 4, 27)]),
      Holiday(occasion: .dragonBoat, rest: CalendarDay(2025, 5, 31)...CalendarDay(2025, 6, 2), makeUp: []),
      Holiday(
        occasion: .midAutumnAndNationalDay, rest: CalendarDay(2025, 10, 1)...CalendarDay(2025, 10, 8),
        makeUp: [CalendarDay(2025, 9, 28), CalendarDay(2025, 10, 11)]),
    ])

  private static let year2026 = HolidayNotice(
    year: 2026, document: "国办发明电〔2025〕7号", published: CalendarDay(2025, 11, 4),
    holidays: [
      Holiday(
        occasion: .newYear, rest: CalendarDay(2026, 1, 1)...CalendarDay(2026, 1, 3),
        makeUp: [CalendarDay(2026, 1, 4)]),
      Holiday(
        occasion: .springFestival, rest: CalendarDay(2026, 2, 15)...CalendarDay(2026, 2, 23),
        makeUp: [CalendarDay(2026, 2, 14), CalendarDay(2026, 2, 28)]),
      Holiday(occasion: .qingming, rest: CalendarDay(2026, 4, 4)...CalendarDay(2026, 4, 6), makeUp: []),
      Holiday(
        occasion: .labourDay, rest: CalendarDay(2026, 5, 1)...CalendarDay(2026, 5, 5),
        makeUp: [CalendarDay(2026, 5, 9)]),
      Holiday(occasion: .dragonBoat, rest: CalendarDay(2026, 6, 19)...CalendarDay(2026, 6, 21), makeUp: []),
      Holiday(occasion: .midAutumn, rest: CalendarDay(2026, 9, 25)...CalendarDay(2026, 9, 27), makeUp: []),
      Holiday(
        occasion: .nationalDay, rest: CalendarDay(2026, 10, 1)...CalendarDay(2026, 10, 7),
        makeUp: [CalendarDay(2026, 9, 20), CalendarDay(2026, 10, 10)]),
    ])
}
