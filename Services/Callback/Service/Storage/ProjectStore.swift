import DurableMessaging
import Messages
import Postgres

/// The companies to which projects belong, as far as the property register knows them.
struct CompaniesOfProjects: PreparedStatement {
  static let sql = "SELECT code, company FROM project WHERE code = ANY($1) AND company IS NOT NULL"
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (ProjectCode, String) {
    var columns = row.columns()
    return (try columns.identifier(), try columns.next())
  }
}

/// Writes what intake tells of projects; a snapshot that is older than the one here changes nothing.
struct WriteProjects: PreparedStatement {
  static let sql = """
    INSERT INTO project (code, company, changed_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
    ON CONFLICT (code) DO UPDATE SET company = EXCLUDED.company, changed_at = EXCLUDED.changed_at
    WHERE project.changed_at <= EXCLUDED.changed_at
    """
  let projects: [ProjectChanged]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.project.text))
    bindings.append(self.projects.map(\.company))
    bindings.append(self.projects.map(\.changedAt))
  }
}
