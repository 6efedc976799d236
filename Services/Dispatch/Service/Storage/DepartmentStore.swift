import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres
import WorkCalendar

/// Holds projects to the end of the transaction, in one order: together with others, or alone. While somebody registers a
/// complaint its project's cases are not handed over, and the other way round. A statement of its own: what waits
/// in it goes on with what was committed meanwhile only in the next.
struct HoldProjects: PreparedStatement {
  static let sql = """
    SELECT CASE WHEN alone THEN pg_advisory_xact_lock(space, key) ELSE pg_advisory_xact_lock_shared(space, key) END
    FROM (
      SELECT 'project_department'::regclass::oid::integer AS space, hashtext(project) AS key, bool_or(alone) AS alone
      FROM unnest($1::text[], $2::boolean[]) AS held (project, alone) GROUP BY 2 ORDER BY 2) AS projects
    """
  let projects: [(project: ProjectCode, alone: Bool)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.project.text))
    bindings.append(self.projects.map(\.alone))
  }
}

/// The departments of these projects, as far as the property register has spoken of them.
struct FindDepartments: PreparedStatement {
  static let sql = """
    SELECT project, withdrawn_on::text, office_opens_on::text, changed_at, handed_over_at FROM project_department
    WHERE project = ANY($1)
    """
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ProjectDepartment {
    var columns = row.columns()
    return ProjectDepartment(
      project: try columns.identifier(), withdrawnOn: try Self.day(columns.next()),
      officeOpensOn: try Self.day(columns.next()), changedAt: try columns.next(), handedOverAt: try columns.next())
  }

  private static func day(_ text: String?) throws(PostgresError) -> CalendarDay? {
    guard let text else { return nil }
    guard let day = try? CalendarDay(text) else { throw PostgresError(.decoding, detail: "no such day") }
    return day
  }
}

struct WriteDepartments: PreparedStatement {
  static let sql = """
    INSERT INTO project_department (project, withdrawn_on, office_opens_on, changed_at, handed_over_at)
    SELECT project, withdrawn_on::date, office_opens_on::date, changed_at, handed_over_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
      AS told (project, withdrawn_on, office_opens_on, changed_at, handed_over_at)
    ON CONFLICT (project) DO UPDATE SET withdrawn_on = EXCLUDED.withdrawn_on,
      office_opens_on = EXCLUDED.office_opens_on, changed_at = EXCLUDED.changed_at,
      handed_over_at = EXCLUDED.handed_over_at
    """
  let departments: [ProjectDepartment]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.departments.map(\.project.text))
    bindings.append(self.departments.map { $0.withdrawnOn?.description })
    bindings.append(self.departments.map { $0.officeOpensOn?.description })
    bindings.append(self.departments.map(\.changedAt))
    bindings.append(self.departments.map(\.handedOverAt))
  }
}

/// The cases that a withdrawn project department has handed over to customer service.
struct HandedOverCases: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE number IN (SELECT number FROM case_note WHERE action = 'handover') AND project = $1 AND number > $2
    ORDER BY number LIMIT $3
    """
  let project: ProjectCode
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}
