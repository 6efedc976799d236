import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The complaints of the month among which a matter is looked for: those about a part of a building of which
/// three people have complained, as far as their telephones show, or which has a matter already. What one or two complain
/// about stays where it is.
///
/// Runs after `LockProjects`, which all who change a complaint take first: until the batch is written, the complaints stay
/// as they are read here.
struct RecentComplaints: PreparedStatement {
  static let sql = """
    SELECT \(ComplaintColumns.list) FROM complaint
    WHERE project = $1 AND received_at >= $2 AND kind <> ALL($3) AND (building, building_part) IN (
      SELECT building, building_part FROM complaint WHERE project = $1 AND received_at >= $2 AND kind <> ALL($3)
      GROUP BY building, building_part HAVING count(DISTINCT telephone) >= $4 OR count(matter) > 0)
    """
  let project: ProjectCode
  let since: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(self.since)
    bindings.append(MatterWatch.ignoredKinds.map(\.rawValue))
    bindings.append(Int64(MatterWatch.groupSize))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

/// What a home has complained of lately: the candidates for a duplicate.
struct SimilarComplaints: PreparedStatement {
  static let sql = """
    SELECT \(ComplaintColumns.list) FROM complaint
    WHERE project = $1 AND received_at >= $2 AND building = $3 AND unit = $4 AND building_part = $5
    ORDER BY received_at DESC LIMIT 50
    """
  let home: HomeAddress
  let buildingPart: BuildingPart
  let since: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.home.project.text)
    bindings.append(self.since)
    bindings.append(self.home.building)
    bindings.append(self.home.unit)
    bindings.append(self.buildingPart.rawValue)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}

/// The matters of a project.
struct KnownMatters: PreparedStatement {
  static let sql = """
    SELECT number, building_part, building, group_at, hot_at FROM matter WHERE project = $1 ORDER BY number
    """
  let project: ProjectCode

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Matter {
    var columns = row.columns()
    return Matter(
      number: try columns.identifier(), buildingPart: try columns.term(), building: try columns.next(),
      groupAt: try columns.next(), hotAt: try columns.next())
  }
}

struct WriteMatters: PreparedStatement {
  static let sql = """
    INSERT INTO matter (number, project, building_part, building, group_at, hot_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    ON CONFLICT (number) DO UPDATE SET hot_at = EXCLUDED.hot_at
    """
  let matters: [Matter]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.matters.map(\.number.text))
    bindings.append(self.matters.map(\.number.first.project.text))
    bindings.append(self.matters.map(\.buildingPart.rawValue))
    bindings.append(self.matters.map(\.building))
    bindings.append(self.matters.map(\.groupAt))
    bindings.append(self.matters.map(\.hotAt))
  }
}
