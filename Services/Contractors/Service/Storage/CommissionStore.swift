import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// Where the series of every project stands; there are tens of projects, not thousands. Runs after ``LockRegister``, so
/// that it sees the last letter that was issued.
struct LoadSeries: PreparedStatement {
  static let sql = """
    SELECT project.code, project.works_number, project.company, coalesce(commission_series.last_serial, 0)
    FROM project LEFT JOIN commission_series ON commission_series.project = project.code
    """

  static func decode(_ row: Row) throws(PostgresError) -> CommissionSeries {
    var columns = row.columns()
    let project = Project(
      code: try columns.identifier(), worksNumber: Int(try columns.next(Int32.self)), company: try columns.next())
    return CommissionSeries(project: project, lastSerial: Int(try columns.next(Int32.self)))
  }
}

struct WriteSeries: PreparedStatement {
  static let sql = """
    INSERT INTO commission_series (project, last_serial) SELECT * FROM unnest($1::text[], $2::int[])
    ON CONFLICT (project) DO UPDATE SET last_serial = EXCLUDED.last_serial
    """
  let series: [CommissionSeries]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.series.map(\.project.code.text))
    bindings.append(self.series.map { Int32($0.lastSerial) })
  }
}

/// Writes the letters of awarded orders; all of them are kind 3 of R-138.
struct InsertCommissions: PreparedStatement {
  static let sql = """
    INSERT INTO commission (number, project, serial, repair_order, contractor, kind, issued_at)
    SELECT number, project, serial, repair_order, contractor, 3, issued_at
    FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[])
      AS issued (number, project, serial, repair_order, contractor, issued_at)
    """
  let letters: [(order: RepairOrder, commission: Commission)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.letters.map(\.commission.number.text))
    bindings.append(self.letters.map(\.order.address.project.text))
    bindings.append(self.letters.map { Int32($0.commission.number.serial) })
    bindings.append(self.letters.map(\.order.number.text))
    bindings.append(self.letters.map(\.commission.contractor.text))
    bindings.append(self.letters.map(\.commission.issuedAt))
  }
}
