import DurableMessaging
import Foundation
import IntakeDomain
import Postgres
import WorkCalendar

/// The columns of a project in the order in which every statement reads them.
enum ProjectColumns {
  static let list = """
    code, name, works_number, company, city, completed_on::text, completed_as_of,
    customer_service_office_opens_on::text, move_in_on::text, department_withdrawn_on::text,
    department_withdrawn_as_of, project.version
    """

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    var columns = row.columns()
    return try Self.decode(&columns)
  }

  static func decode(_ columns: inout Columns) throws(PostgresError) -> Project {
    Project(
      code: try columns.identifier(), name: try columns.next(), worksNumber: Int(try columns.next(Int32.self)),
      particulars: ProjectParticulars(
        company: try columns.next(), city: try columns.next(), completedOn: try columns.dated(),
        customerServiceOfficeOpensOn: try columns.optionalDay(), moveInOn: try columns.optionalDay(),
        departmentWithdrawnOn: try columns.dated()),
      version: try columns.next())
  }
}

extension Columns {
  /// A `date` that the statement gives as text.
  mutating func optionalDay() throws(PostgresError) -> CalendarDay? {
    guard let text = try self.next(String?.self) else { return nil }
    return try Self.day(text)
  }

  mutating func day() throws(PostgresError) -> CalendarDay {
    try Self.day(try self.next(String.self))
  }

  /// A day and when somebody said so.
  mutating func dated() throws(PostgresError) -> ProjectParticulars.Dated? {
    let day = try self.optionalDay()
    let asOf = try self.next(Date?.self)
    guard let day, let asOf else { return nil }
    return ProjectParticulars.Dated(day, asOf: asOf)
  }

  private static func day(_ text: String) throws(PostgresError) -> CalendarDay {
    guard let day = try? CalendarDay(text) else { throw PostgresError(.decoding, detail: "a column holds no day") }
    return day
  }
}
