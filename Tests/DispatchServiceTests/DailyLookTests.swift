import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

/// What is looked at once a day.
@Suite(.broker(definitions: true), .database(schemas: true)) struct DailyLookTests {
  /// A clock on which a day passes in a third of a second.
  private func settings(from day: String) -> [String: String] {
    [
      "CLOCK_ORIGIN": "\(day)T12:00:00+08:00", "CLOCK_RATE": "259200", "CLOCK_START": RFC3339.string(from: Date()),
    ]
  }

  @Test("R-107: owners are reminded a month before, each end once, day after day")
  func reminders() async throws {
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(from: "2020-10-25")) { world in
      let project = try #require(ProjectCode("CLX"))
      let time = try #require(RFC3339.date(from: "2020-10-25T12:00:00+08:00"))
      try await world.publish(
        ProjectChanged(project: project, name: "翠林兰溪园", completedOn: try CalendarDay("2020-03-01"), changedAt: time),
        from: .intake)
      // Handed over one after the other: their lamps are in warranty until 30 November and 3 December.
      for (unit, day) in [("1201", "2020-05-30"), ("1202", "2020-06-03")] {
        try await world.publish(
          UnitChanged(
            unit: HomeAddress(project: project, building: "3", unit: unit), deliveredOn: try CalendarDay(day),
            changedAt: time), from: .intake)
      }
      let first = try await world.events.wait(for: WarrantyExpiring.self, count: 2)
      #expect(first.map { "\($0.unit.unit) \($0.lastDay)" } == ["1201 2020-11-30", "1202 2020-12-03"])
      let calendar = WorkCalendar.mainlandChina
      // On the day, or as soon after it as the homes were known.
      #expect(first.allSatisfy { calendar.day(of: $0.remindedAt).adding(months: 1) >= $0.lastDay })
      // Looks go on, and say nothing twice.
      try await eventually("three days have passed") {
        let next = try await TestDatabase.current.run(
          "SELECT due_at > '2020-11-07' FROM dispatch.deadline WHERE name = 'daily-look'")
        return next == "t"
      }
      let said = try world.events.all(WarrantyExpiring.self)
      #expect(Set(said.map { "\($0.unit.unit) \($0.lastDay)" }).count == said.count)
      #expect(
        try await TestDatabase.current.run(
          "SELECT count(*) FROM dispatch.warranty_reminder WHERE last_day < '2020-12-04'")
          == "2")
    }
  }

  @Test("R-069: open cases without a next action are told each working day, and no others")
  func idle() async throws {
    // A Friday, before a Saturday on which nobody works.
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(from: "2023-01-05")) { world in
      let (idle, other) = (try CaseMessages(serial: 1), try CaseMessages(serial: 2))
      let project = idle.number.project
      for example in [idle, other] {
        try await world.publish(
          example.registered(.propertyService, category: .propertyService), from: .intake, version: 1)
        try await world.events.wait(for: CaseAssigned.self) { $0.complaint == example.number }
      }
      // As a fault would leave it: no limit of its own runs any more.
      try await TestDatabase.current.run(
        """
        DELETE FROM dispatch.deadline WHERE subject = '\(idle.number)';
        UPDATE dispatch.repair_case SET next_due_at = NULL, course = jsonb_set(course, '{timers}', '[]')
          WHERE number = '\(idle.number)';
        """)
      try await world.publish(
        ProjectChanged(project: project, name: "翠林兰溪园", changedAt: Date(timeIntervalSince1970: 1_672_891_200)),
        from: .intake)
      let told = try await world.events.wait(for: CasesIdle.self, count: 3)
      #expect(told.allSatisfy { $0.project == project && $0.complaints == [idle.number] })
      let calendar = WorkCalendar.mainlandChina
      let days = told.map { calendar.day(of: $0.reportedAt) }
      #expect(days.allSatisfy(calendar.isWorkingDay) && Set(days).count == days.count, "\(days)")
    }
  }
}
