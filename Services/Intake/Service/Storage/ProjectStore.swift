import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// Every project by its code; there are tens, not thousands.
struct ListProjects: PreparedStatement {
  static let sql = "SELECT code, name, works_number FROM project ORDER BY code"

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    try LockProjects.decode(row)
  }
}

/// Finds who has a works number, so that a second project is refused and not only stopped by the constraint.
struct ProjectsWithWorksNumbers: PreparedStatement {
  static let sql = "SELECT code, name, works_number FROM project WHERE works_number = ANY($1)"
  let worksNumbers: [Int]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.worksNumbers.map(Int32.init))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Project {
    try LockProjects.decode(row)
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
