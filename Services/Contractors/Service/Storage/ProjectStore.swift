import ContractorsDomain
import DurableMessaging
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

struct InsertProjects: PreparedStatement {
  static let sql = "INSERT INTO project (code, works_number) SELECT * FROM unnest($1::text[], $2::int[])"
  let projects: [Project]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.code.text))
    bindings.append(self.projects.map { Int32($0.worksNumber) })
  }
}
