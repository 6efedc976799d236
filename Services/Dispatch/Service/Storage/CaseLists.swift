import DispatchDomain
import Foundation
import Messages
import Postgres

/// What the pages of open cases have in common: `after` is the last number of the page before, empty for the first.
struct CaseListing: Sendable {
  /// nil for all.
  let projects: [String]?
  let after: String
  let limit: Int
}

/// A page of the open cases, oldest number first: in one state, of one unit or grade; of all projects, or of some.
struct ListCases: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE state = $1 AND state NOT IN ('closed', 'filed-invalid', 'withdrawn') AND number > $2
      AND ($3::text[] IS NULL OR project = ANY($3)) AND ($4::text IS NULL OR responsible = $4)
      AND ($5::text IS NULL OR grade = $5)
    ORDER BY number LIMIT $6
    """
  let state: Case.State
  let unit: ResponsibleUnit?
  let grade: Grade?
  let page: CaseListing

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.state.rawValue)
    bindings.append(self.page.after)
    bindings.append(self.page.projects)
    bindings.append(self.unit?.rawValue)
    bindings.append(self.grade?.rawValue)
    bindings.append(Int64(self.page.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

/// The same for what one unit answers for.
struct ListCasesOfUnit: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE responsible = $1 AND state NOT IN ('closed', 'filed-invalid', 'withdrawn') AND number > $2
      AND ($3::text[] IS NULL OR project = ANY($3)) AND ($4::text IS NULL OR grade = $4)
    ORDER BY number LIMIT $5
    """
  let unit: ResponsibleUnit
  let grade: Grade?
  let page: CaseListing

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.unit.rawValue)
    bindings.append(self.page.after)
    bindings.append(self.page.projects)
    bindings.append(self.grade?.rawValue)
    bindings.append(Int64(self.page.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

/// The same for one project.
struct ListCasesOfProject: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE project = $1 AND state NOT IN ('closed', 'filed-invalid', 'withdrawn') AND number > $2
      AND ($3::text IS NULL OR grade = $3)
    ORDER BY number LIMIT $4
    """
  let project: ProjectCode
  let grade: Grade?
  let page: CaseListing

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(self.page.after)
    bindings.append(self.grade?.rawValue)
    bindings.append(Int64(self.page.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

/// What the pages of cases past a moment have in common.
struct LateCases: Sendable {
  let now: Date
  let unit: ResponsibleUnit?
  let grade: Grade?
  let page: CaseListing

  // Few cases are late: they are found first and put in order then. Asked for in one, the planner walks the numbers of all cases
  // until it has met enough that are.
  static func sql(by moment: String) -> String {
    """
    WITH late AS MATERIALIZED (
      SELECT \(CaseColumns.list) FROM repair_case
      WHERE \(moment) <= $1 AND state NOT IN ('closed', 'filed-invalid', 'withdrawn'))
    SELECT \(CaseColumns.list) FROM late
    WHERE number > $2 AND ($3::text[] IS NULL OR project = ANY($3)) AND ($4::text IS NULL OR responsible = $4)
      AND ($5::text IS NULL OR grade = $5)
    ORDER BY number LIMIT $6
    """
  }

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.now)
    bindings.append(self.page.after)
    bindings.append(self.page.projects)
    bindings.append(self.unit?.rawValue)
    bindings.append(self.grade?.rawValue)
    bindings.append(Int64(self.page.limit))
  }
}

/// The same for the cases with a limit that has passed.
struct ListOverdueCases: PreparedStatement {
  static let sql = LateCases.sql(by: "next_due_at")
  let asked: LateCases

  func bind(_ bindings: inout Bindings) { self.asked.bind(&bindings) }

  static func decode(_ row: Row) throws(PostgresError) -> Case { try CaseColumns.decode(row) }
}

/// The same for the cases that nobody has looked at for longer than R-052 allows.
struct ListForgottenCases: PreparedStatement {
  static let sql = LateCases.sql(by: "follow_up_due_at")
  let asked: LateCases

  func bind(_ bindings: inout Bindings) { self.asked.bind(&bindings) }

  static func decode(_ row: Row) throws(PostgresError) -> Case { try CaseColumns.decode(row) }
}

/// The same for the cases without a next action: no limit of theirs runs. There should be none.
struct ListIdleCases: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE next_due_at IS NULL AND state NOT IN ('closed', 'filed-invalid', 'withdrawn') AND number > $1
      AND ($2::text[] IS NULL OR project = ANY($2)) AND ($3::text IS NULL OR responsible = $3)
      AND ($4::text IS NULL OR grade = $4)
    ORDER BY number LIMIT $5
    """
  let unit: ResponsibleUnit?
  let grade: Grade?
  let page: CaseListing

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.page.after)
    bindings.append(self.page.projects)
    bindings.append(self.unit?.rawValue)
    bindings.append(self.grade?.rawValue)
    bindings.append(Int64(self.page.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}
