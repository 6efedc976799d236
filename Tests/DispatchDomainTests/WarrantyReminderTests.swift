import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

@Suite struct WarrantyReminderTests {
  private let reminders: WarrantyReminders
  private let home: HomeAddress

  init() throws {
    self.reminders = try WarrantyReminders(
      policy: .cohl, table: try WarrantyTable.national(), calendar: .mainlandChina)
    self.home = HomeAddress(project: try #require(ProjectCode("CLX")), building: "3", unit: "1201")
  }

  /// What is said on a day of a home whose lamps are in warranty until the given day.
  private func due(
    _ day: String, delivered: String, known: Set<WarrantyReminder> = []
  ) throws -> (reminders: [WarrantyReminder], events: [WarrantyExpiring]) {
    let facts = try WarrantyExample().facts(completed: "2020-03-01", delivered: delivered)
    let now = WorkCalendar.mainlandChina.start(of: try CalendarDay(day))
    return self.reminders.due(for: [(self.home, facts)], known: known, now: now)
  }

  @Test("R-107: an owner is reminded a month before the end, not a day earlier, and late rather than not")
  func boundary() throws {
    // Lamps and switches: six months from delivery.
    #expect(try self.due("2020-10-31", delivered: "2020-06-01").events.isEmpty)
    for day in ["2020-11-01", "2020-11-20", "2020-12-01"] {
      let events = try self.due(day, delivered: "2020-06-01").events
      #expect(events.map(\.lastDay.description) == ["2020-12-01"], "\(day)")
      #expect(events.first?.items == [.init(buildingPart: .electricLines, subpart: .lampsSwitches)])
      #expect(events.first?.unit == self.home)
    }
    // After its end nothing is said.
    #expect(try self.due("2020-12-02", delivered: "2020-06-01").events.isEmpty)
  }

  @Test("R-107: a month before the last day of a month is the last day of the month before")
  func monthEnds() throws {
    // Until 28 February 2021: a month after 28 January, and after every later day of January.
    #expect(try self.due("2021-01-27", delivered: "2020-08-28").events.isEmpty)
    #expect(try self.due("2021-01-28", delivered: "2020-08-28").events.count == 1)
    #expect(try self.due("2021-01-31", delivered: "2020-08-28").events.count == 1)
  }

  @Test("R-107: each end of each home is said once; another date of the same home is another end")
  func once() throws {
    let first = try self.due("2020-11-01", delivered: "2020-06-01")
    let known = Set(first.reminders)
    #expect(known.count == 1)
    #expect(try self.due("2020-11-02", delivered: "2020-06-01", known: known).events.isEmpty)
    #expect(try self.due("2020-11-05", delivered: "2020-06-05", known: known).events.count == 1)
  }

  @Test("R-107: what ends on one day is one reminder")
  func together() throws {
    let said = try self.due("2022-05-10", delivered: "2020-06-01")
    #expect(said.events.count == 1 && said.events.first?.items.count == 5 && said.reminders.count == 5)
  }
}
