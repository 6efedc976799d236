import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres
import WorkCalendar

/// The homes of the cases, as far as the property register knows them; a building's own day of completion comes before
/// the project's.
struct PropertyOfCases: PreparedStatement {
  static let sql = """
    SELECT repair_case.number, coalesce(home.completed_on, project.completed_on)::text, home.delivered_on::text,
      home.builders, home.periods
    FROM repair_case
    LEFT JOIN property_unit AS home ON home.project = repair_case.project AND home.building = repair_case.building
      AND home.unit = repair_case.unit
    LEFT JOIN property_project AS project ON project.project = repair_case.project
    WHERE repair_case.number = ANY($1)
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (number: ComplaintNumber, unit: PropertyUnit) {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let (completedOn, deliveredOn) = (try columns.day(), try columns.day())
    let builders = try columns.list(of: OriginalBuilder.self)
    let periods = try columns.list(of: LongerPeriod.self)
    return (
      number,
      PropertyUnit(
        warranty: WarrantyFacts(completedOn: completedOn, deliveredOn: deliveredOn, agreed: periods),
        builders: builders)
    )
  }

}

/// A page of a project's homes that were handed over, in the order of their keys.
struct HomesOfProject: PreparedStatement {
  struct Home: Sendable {
    let address: HomeAddress
    let facts: WarrantyFacts
    /// By which pages go on.
    let key: String
  }

  static let sql = """
    SELECT home.project, home.building, home.unit, coalesce(home.completed_on, project.completed_on)::text,
      home.delivered_on::text, home.periods, home.building || '/' || home.unit
    FROM property_unit AS home LEFT JOIN property_project AS project ON project.project = home.project
    WHERE home.project = $1 AND home.delivered_on IS NOT NULL AND home.building || '/' || home.unit > $2
    ORDER BY home.building || '/' || home.unit LIMIT $3
    """
  let project: ProjectCode
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Home {
    var columns = row.columns()
    let address = HomeAddress(
      project: try columns.identifier(), building: try columns.next(), unit: try columns.next())
    let (completedOn, deliveredOn) = (try columns.day(), try columns.day())
    let facts = WarrantyFacts(
      completedOn: completedOn, deliveredOn: deliveredOn, agreed: try columns.list(of: LongerPeriod.self))
    return Home(address: address, facts: facts, key: try columns.next())
  }
}

extension Columns {
  /// A column of JSON that holds a list; nothing where it is null.
  fileprivate mutating func list<Element: Decodable>(of type: Element.Type) throws(PostgresError) -> [Element] {
    guard let json = try self.next(JSONB?.self) else { return [] }
    guard let list = try? JSONDecoder().decode([Element].self, from: Data(json.bytes)) else {
      throw PostgresError(.decoding, detail: "a column holds no list of \(Element.self)")
    }
    return list
  }
}

/// Writes what intake tells of homes; a snapshot that is older than the one here changes nothing.
struct WritePropertyUnits: PreparedStatement {
  static let sql = """
    INSERT INTO property_unit (project, building, unit, completed_on, delivered_on, builders, periods, changed_at)
    SELECT project, building, unit, completed_on::date, delivered_on::date, builders, periods, changed_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[],
      $8::timestamptz[]) AS told (project, building, unit, completed_on, delivered_on, builders, periods, changed_at)
    ON CONFLICT (project, building, unit) DO UPDATE SET completed_on = EXCLUDED.completed_on,
      delivered_on = EXCLUDED.delivered_on, builders = EXCLUDED.builders, periods = EXCLUDED.periods,
      changed_at = EXCLUDED.changed_at
    WHERE property_unit.changed_at <= EXCLUDED.changed_at
    """
  let units: [UnitChanged]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.units.map(\.unit.project.text))
    bindings.append(self.units.map(\.unit.building))
    bindings.append(self.units.map(\.unit.unit))
    bindings.append(self.units.map(\.completedOn?.description))
    bindings.append(self.units.map(\.deliveredOn?.description))
    bindings.append(self.units.map { Self.json($0.builders) })
    bindings.append(self.units.map { Self.json($0.periods) })
    bindings.append(self.units.map(\.changedAt))
  }

  private static func json(_ list: some Encodable) -> JSONB {
    // Texts and whole numbers, which no encoder refuses.
    JSONB((try? JSONEncoder().encode(list)).map(Array.init) ?? Array("[]".utf8))
  }
}

/// The companies to which projects belong, as far as the property register knows them.
struct CompaniesOfProjects: PreparedStatement {
  static let sql = "SELECT project, company FROM property_project WHERE project = ANY($1) AND company IS NOT NULL"
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (ProjectCode, String) {
    var columns = row.columns()
    return (try columns.identifier(), try columns.next())
  }
}

struct WritePropertyProjects: PreparedStatement {
  static let sql = """
    INSERT INTO property_project (project, company, completed_on, changed_at)
    SELECT project, company, completed_on::date, changed_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS told (project, company, completed_on, changed_at)
    ON CONFLICT (project) DO UPDATE SET company = EXCLUDED.company, completed_on = EXCLUDED.completed_on,
      changed_at = EXCLUDED.changed_at
    WHERE property_project.changed_at <= EXCLUDED.changed_at
    """
  let projects: [ProjectChanged]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.project.text))
    bindings.append(self.projects.map(\.company))
    bindings.append(self.projects.map(\.completedOn?.description))
    bindings.append(self.projects.map(\.changedAt))
  }
}
