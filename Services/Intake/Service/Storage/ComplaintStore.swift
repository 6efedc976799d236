import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres
import WorkCalendar

/// Reads where the series of the locked projects stand.
struct LastSerials: PreparedStatement {
  static let sql = "SELECT project, year, last_serial FROM complaint_series WHERE project = ANY($1)"
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (ComplaintRegister.Series, Int) {
    var columns = row.columns()
    let series = ComplaintRegister.Series(project: try columns.identifier(), year: Int(try columns.next(Int32.self)))
    return (series, Int(try columns.next(Int32.self)))
  }
}

/// Finds the complaints of a batch that are registered already. Runs after `LockProjects`, so that it sees what the batch
/// before has committed.
struct KnownComplaints: PreparedStatement {
  static let sql = """
    SELECT \(ComplaintColumns.list) FROM complaint
    WHERE (source, reference) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    """
  let keys: [SenderReference]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.keys.map(\.source.text))
    bindings.append(self.keys.map(\.reference.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

struct FindComplaint: PreparedStatement {
  static let sql = "SELECT \(ComplaintColumns.list) FROM complaint WHERE number = $1"
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

/// Finds a complaint by what its sender calls it.
struct FindSubmission: PreparedStatement {
  static let sql = "SELECT \(ComplaintColumns.list) FROM complaint WHERE source = $1 AND reference = $2"
  let key: SenderReference

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.key.source.text)
    bindings.append(self.key.reference.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

struct InsertComplaints: PreparedStatement {
  static let sql = """
    INSERT INTO complaint (number, project, year, serial, source, reference, received_at, registered_at, channel, kind,
      category, grade, surname, telephone, building, unit, location, building_part, content, access_times, grade_hint,
      category_hint, subpart, complainants, receipt, unit_known)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::timestamptz[],
      $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
      $16::text[], $17::text[], $18::text[], $19::text[], $20::jsonb[], $21::text[], $22::text[], $23::text[],
      $24::int[], $25::jsonb[], $26::bool[])
    """
  let complaints: [Complaint]

  func bind(_ bindings: inout Bindings) {
    let reports = self.complaints.map(\.report)
    bindings.append(self.complaints.map(\.number.text))
    bindings.append(self.complaints.map(\.number.project.text))
    bindings.append(self.complaints.map { Int32($0.number.year) })
    bindings.append(self.complaints.map { Int32($0.number.serial) })
    bindings.append(self.complaints.map(\.source))
    bindings.append(reports.map(\.reference))
    bindings.append(reports.map(\.receivedAt))
    bindings.append(self.complaints.map(\.registeredAt))
    bindings.append(reports.map(\.channel.rawValue))
    bindings.append(reports.map(\.kind.rawValue))
    bindings.append(self.complaints.map(\.category.rawValue))
    bindings.append(self.complaints.map(\.grade.rawValue))
    bindings.append(reports.map(\.customer.surname))
    bindings.append(reports.map(\.customer.telephone))
    bindings.append(reports.map(\.unit.building))
    bindings.append(reports.map(\.unit.unit))
    bindings.append(reports.map(\.unit.location))
    bindings.append(reports.map(\.buildingPart.rawValue))
    bindings.append(reports.map(\.content))
    bindings.append(reports.map { $0.accessTimes.map(ComplaintColumns.json) })
    bindings.append(reports.map(\.gradeHint?.rawValue))
    bindings.append(reports.map(\.categoryHint?.rawValue))
    bindings.append(reports.map(\.subpart?.rawValue))
    bindings.append(reports.map { $0.complainants.map(Int32.init) })
    bindings.append(reports.map { $0.receipt.map(ComplaintColumns.json) })
    bindings.append(self.complaints.map(\.isUnitKnown))
  }
}

struct WriteSeries: PreparedStatement {
  static let sql = """
    INSERT INTO complaint_series (project, year, last_serial)
    SELECT * FROM unnest($1::text[], $2::int[], $3::int[])
    ON CONFLICT (project, year) DO UPDATE SET last_serial = EXCLUDED.last_serial
    """
  let lastSerials: [ComplaintRegister.Series: Int]

  func bind(_ bindings: inout Bindings) {
    let series = Array(self.lastSerials)
    bindings.append(series.map(\.key.project.text))
    bindings.append(series.map { Int32($0.key.year) })
    bindings.append(series.map { Int32($0.value) })
  }
}

struct CountRepeats: PreparedStatement {
  static let sql = """
    UPDATE complaint SET repeats = repeats + again.count
    FROM unnest($1::text[], $2::int[]) AS again (number, count) WHERE complaint.number = again.number
    """
  let repeats: [ComplaintNumber: Int]

  func bind(_ bindings: inout Bindings) {
    let repeats = Array(self.repeats)
    bindings.append(repeats.map(\.key.text))
    bindings.append(repeats.map { Int32($0.value) })
  }
}
