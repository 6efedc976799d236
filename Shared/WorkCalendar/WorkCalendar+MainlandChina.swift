import Foundation

extension WorkCalendar {
  /// Mainland China: Monday to Friday, 09:00 to 12:00 and 13:30 to 18:00, with the public holidays and make-up working
  /// days of the State Council's notices for 2023 to 2026, in Shanghai time.
  package static let mainlandChina = WorkCalendar(
    trusted: shanghaiTime,
    workingWeekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
    windows: [
      WorkWindow(trusted: TimeOfDay(trusted: 9 * 60), TimeOfDay(trusted: 12 * 60)),
      WorkWindow(trusted: TimeOfDay(trusted: 13 * 60 + 30), TimeOfDay(trusted: 18 * 60)),
    ],
    overrides: HolidayNotice.mainlandChina.reduce(into: [:]) { overrides, notice in
      overrides.merge(notice.overrides) { _, later in later }
    },
    yearsWithTable: Set(HolidayNotice.mainlandChina.map(\.year)))

  // A small container image may lack the zone database. China has had UTC+8 without daylight saving since 1992, so the
  // bare offset gives the same answers for every year that has a table.
  private static let shanghaiTime: TimeZone = {
    guard let zone = TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3600) else {
      preconditionFailure("Foundation knows every offset from GMT below 18 hours.")
    }
    return zone
  }()
}
