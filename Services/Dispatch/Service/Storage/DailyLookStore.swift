import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres
import WorkCalendar

/// Of which endings from a day on owners of the project were reminded.
struct RemindersOfProject: PreparedStatement {
  static let sql = """
    SELECT project, building, unit, building_part, nullif(subpart, ''), last_day::text FROM warranty_reminder
    WHERE project = $1 AND last_day >= $2::text::date
    """
  let project: ProjectCode
  let since: CalendarDay

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(self.since.description)
  }

  static func decode(_ row: Row) throws(PostgresError) -> WarrantyReminder {
    var columns = row.columns()
    let home = HomeAddress(
      project: try columns.identifier(), building: try columns.next(), unit: try columns.next())
    let (part, subpart): (BuildingPart, BuildingSubpart?) = (try columns.term(), try columns.optionalTerm())
    guard let lastDay = try columns.day() else { throw PostgresError(.decoding, detail: "last_day is null") }
    return WarrantyReminder(home: home, ending: WarrantyEnding(part: part, subpart: subpart, lastDay: lastDay))
  }
}

struct InsertReminders: PreparedStatement {
  static let sql = """
    INSERT INTO warranty_reminder (project, building, unit, building_part, subpart, last_day, reminded_at)
    SELECT project, building, unit, building_part, subpart, last_day::date, reminded_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
      AS new (project, building, unit, building_part, subpart, last_day, reminded_at)
    """
  let reminders: [(reminder: WarrantyReminder, remindedAt: Date)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.reminders.map(\.reminder.home.project.text))
    bindings.append(self.reminders.map(\.reminder.home.building))
    bindings.append(self.reminders.map(\.reminder.home.unit))
    bindings.append(self.reminders.map(\.reminder.ending.part.rawValue))
    bindings.append(self.reminders.map { $0.reminder.ending.subpart?.rawValue ?? "" })
    bindings.append(self.reminders.map(\.reminder.ending.lastDay.description))
    bindings.append(self.reminders.map(\.remindedAt))
  }
}

/// The open cases of a project for which no limit runs.
struct IdleCasesOfProject: PreparedStatement {
  static let sql = """
    SELECT number FROM repair_case
    WHERE next_due_at IS NULL AND state NOT IN ('closed', 'filed-invalid', 'withdrawn') AND project = $1 ORDER BY number
    """
  let project: ProjectCode

  func bind(_ bindings: inout Bindings) { bindings.append(self.project.text) }

  static func decode(_ row: Row) throws(PostgresError) -> ComplaintNumber {
    var columns = row.columns()
    return try columns.identifier()
  }
}
