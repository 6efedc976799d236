import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres
import WorkCalendar

/// Locks the projects of a batch: one batch at a time numbers the complaints of a project, and changes them.
///
/// Brings the rules of grading along where they are others than the service knows: a batch needs no statement more for them.
struct LockProjects: PreparedStatement {
  static let sql = """
    SELECT \(ProjectColumns.list), news.version, news.rules
    FROM project LEFT JOIN triage_rule_set AS news ON news.is_active AND news.version <> $2
    WHERE code = ANY($1) ORDER BY code FOR NO KEY UPDATE OF project
    """
  let codes: [ProjectCode]
  /// The version of the rules that the service knows.
  let knownRules: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.codes.map(\.text))
    bindings.append(Int32(self.knownRules))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (project: Project, rules: TriageRules?) {
    var columns = row.columns()
    let project = try ProjectColumns.decode(&columns)
    let version = try columns.next(Int32?.self)
    let rules = try columns.next(JSONB?.self)
    guard let version, let rules else { return (project, nil) }
    return (project, TriageRules(version: Int(version), rules: try TriageColumns.rules(rules)))
  }
}

/// Every project by its code; there are tens, not thousands.
struct ListProjects: PreparedStatement {
  static let sql = "SELECT \(ProjectColumns.list) FROM project ORDER BY code"

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    try ProjectColumns.decode(row)
  }
}

/// Finds who has a works number, so that a second project is refused and not only stopped by the constraint.
struct ProjectsWithWorksNumbers: PreparedStatement {
  static let sql = "SELECT \(ProjectColumns.list) FROM project WHERE works_number = ANY($1)"
  let worksNumbers: [Int]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.worksNumbers.map(Int32.init))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    try ProjectColumns.decode(row)
  }
}

struct InsertProjects: PreparedStatement {
  static let sql = """
    INSERT INTO project (code, name, works_number, registered_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[])
    """
  let projects: [(project: Project, registeredAt: Date)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.project.code.text))
    bindings.append(self.projects.map(\.project.name))
    bindings.append(self.projects.map { Int32($0.project.worksNumber) })
    bindings.append(self.projects.map(\.registeredAt))
  }
}

/// Writes the particulars of projects.
struct UpdateProjects: PreparedStatement {
  static let sql = """
    UPDATE project
    SET company = changed.company, city = changed.city, completed_on = changed.completed_on::date,
      completed_as_of = changed.completed_as_of,
      customer_service_office_opens_on = changed.customer_service_office_opens_on::date,
      move_in_on = changed.move_in_on::date, department_withdrawn_on = changed.department_withdrawn_on::date,
      department_withdrawn_as_of = changed.department_withdrawn_as_of, version = changed.version
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
      $9::timestamptz[], $10::bigint[])
      AS changed (code, company, city, completed_on, completed_as_of, customer_service_office_opens_on, move_in_on,
        department_withdrawn_on, department_withdrawn_as_of, version)
    WHERE project.code = changed.code
    """
  let projects: [Project]

  func bind(_ bindings: inout Bindings) {
    let particulars = self.projects.map(\.particulars)
    bindings.append(self.projects.map(\.code.text))
    bindings.append(particulars.map(\.company))
    bindings.append(particulars.map(\.city))
    bindings.append(particulars.map(\.completedOn?.day.description))
    bindings.append(particulars.map(\.completedOn?.asOf))
    bindings.append(particulars.map(\.customerServiceOfficeOpensOn?.description))
    bindings.append(particulars.map(\.moveInOn?.description))
    bindings.append(particulars.map(\.departmentWithdrawnOn?.day.description))
    bindings.append(particulars.map(\.departmentWithdrawnOn?.asOf))
    bindings.append(self.projects.map(\.version))
  }
}

struct InsertWithdrawalActs: PreparedStatement {
  static let sql = """
    INSERT INTO withdrawal_act (project, signed_at, reference, withdrawn_on, signed_by_department,
      signed_by_customer_service, recorded_at)
    SELECT project, signed_at, reference, withdrawn_on::date, signed_by_department, signed_by_customer_service, $7
    FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[])
      AS act (project, signed_at, reference, withdrawn_on, signed_by_department, signed_by_customer_service)
    """
  let acts: [ProjectDepartmentWithdrawn]
  let recordedAt: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.acts.map(\.project.text))
    bindings.append(self.acts.map(\.asOf))
    bindings.append(self.acts.map(\.reference))
    bindings.append(self.acts.map(\.withdrawnOn.description))
    bindings.append(self.acts.map(\.signedByDepartment))
    bindings.append(self.acts.map(\.signedByCustomerService))
    bindings.append(self.recordedAt)
  }
}
