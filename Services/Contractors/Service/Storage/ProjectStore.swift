import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The projects of a batch, and those that have a works number which the batch brings.
struct LoadProjects: PreparedStatement {
  static let sql = """
    SELECT code, works_number FROM project WHERE code = ANY($1) OR works_number = ANY($2)
    """
  let codes: [ProjectCode]
  let worksNumbers: [Int]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.codes.map(\.text))
    bindings.append(self.worksNumbers.compactMap(Int32.init(exactly:)))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    var columns = row.columns()
    return Project(code: try columns.identifier(), worksNumber: Int(try columns.next(Int32.self)))
  }
}

/// Writes to which companies projects belong; a snapshot that is older than the one here changes nothing.
struct WriteCompanies: PreparedStatement {
  static let sql = """
    UPDATE project SET company = told.company, company_changed_at = told.changed_at
    FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS told (code, company, changed_at)
    WHERE project.code = told.code AND coalesce(project.company_changed_at <= told.changed_at, true)
    """
  let projects: [ProjectChanged]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.project.text))
    bindings.append(self.projects.map(\.company))
    bindings.append(self.projects.map(\.changedAt))
  }
}

struct InsertProjects: PreparedStatement {
  static let sql = "INSERT INTO project (code, works_number) SELECT * FROM unnest($1::text[], $2::int[])"
  let projects: [Project]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.code.text))
    bindings.append(self.projects.map { Int32($0.worksNumber) })
  }
}
