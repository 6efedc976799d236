import DispatchDomain
import DurableMessaging
import Messages
import Postgres

/// Where the series of the projects stand; whoever locks them numbers alone. A series without a row yet is settled by the
/// forms' own keys: of two first numbers one is refused, and tried again.
struct LockFormSeries: PreparedStatement {
  static let sql = """
    SELECT type, project, year, last_serial FROM form_series WHERE type = ANY($1) AND project = ANY($2)
    ORDER BY type, project, year FOR UPDATE
    """
  let types: [FormType]
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.types.map(\.rawValue))
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (series: FormSeries, lastSerial: Int) {
    var columns = row.columns()
    let series = FormSeries(
      type: try columns.term(), project: try columns.identifier(), year: Int(try columns.next(Int32.self)))
    return (series, Int(try columns.next(Int32.self)))
  }
}

struct WriteFormSeries: PreparedStatement {
  static let sql = """
    INSERT INTO form_series (type, project, year, last_serial)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[])
    ON CONFLICT (type, project, year) DO UPDATE SET last_serial = EXCLUDED.last_serial
    """
  let series: [(series: FormSeries, lastSerial: Int)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.series.map(\.series.type.rawValue))
    bindings.append(self.series.map(\.series.project.text))
    bindings.append(self.series.map { Int32($0.series.year) })
    bindings.append(self.series.map { Int32($0.lastSerial) })
  }
}
