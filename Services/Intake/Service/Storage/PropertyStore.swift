import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres
import WorkCalendar

/// Locks the homes that the facts of a batch are about.
struct LockUnits: PreparedStatement {
  static let sql = """
    SELECT \(PropertyUnitColumns.list) FROM property_unit
    WHERE (project, building, unit) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
    ORDER BY project, building, unit FOR NO KEY UPDATE
    """
  let homes: [HomeAddress]

  func bind(_ bindings: inout Bindings) {
    bindings.append(homes: self.homes)
  }

  static func decode(_ row: Row) throws(PostgresError) -> PropertyUnit {
    try PropertyUnitColumns.decode(row)
  }
}

/// Locks every home of the buildings whose completion a batch is told.
struct UnitsOfBuildings: PreparedStatement {
  static let sql = """
    SELECT \(PropertyUnitColumns.list) FROM property_unit
    WHERE (project, building) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    ORDER BY project, building, unit FOR NO KEY UPDATE
    """
  let buildings: [Building.Key]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.buildings.map(\.project.text))
    bindings.append(self.buildings.map(\.name.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> PropertyUnit {
    try PropertyUnitColumns.decode(row)
  }
}

/// Which homes of a batch of complaints the register has.
struct KnownHomes: PreparedStatement {
  static let sql = """
    SELECT project, building, unit FROM property_unit
    WHERE (project, building, unit) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
    """
  let homes: [HomeAddress]

  func bind(_ bindings: inout Bindings) {
    bindings.append(homes: self.homes)
  }

  static func decode(_ row: Row) throws(PostgresError) -> HomeAddress {
    var columns = row.columns()
    return HomeAddress(project: try columns.identifier(), building: try columns.next(), unit: try columns.next())
  }
}

struct FindUnit: PreparedStatement {
  static let sql = """
    SELECT \(PropertyUnitColumns.list) FROM property_unit WHERE project = $1 AND building = $2 AND unit = $3
    """
  let home: HomeAddress

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.home.project.text)
    bindings.append(self.home.building)
    bindings.append(self.home.unit)
  }

  static func decode(_ row: Row) throws(PostgresError) -> PropertyUnit {
    try PropertyUnitColumns.decode(row)
  }
}

struct FindBuildings: PreparedStatement {
  static let sql = """
    SELECT project, name, completed_on::text, completed_as_of FROM building
    WHERE (project, name) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    """
  let keys: [Building.Key]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.keys.map(\.project.text))
    bindings.append(self.keys.map(\.name.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Building {
    var columns = row.columns()
    let key = Building.Key(project: try columns.identifier(), name: try columns.next())
    let day = try columns.day()
    return Building(key: key, completedOn: ProjectParticulars.Dated(day, asOf: try columns.next()))
  }
}

struct WriteBuildings: PreparedStatement {
  static let sql = """
    INSERT INTO building (project, name, completed_on, completed_as_of)
    SELECT project, name, completed_on::date, completed_as_of
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
      AS known (project, name, completed_on, completed_as_of)
    ON CONFLICT (project, name)
    DO UPDATE SET completed_on = EXCLUDED.completed_on, completed_as_of = EXCLUDED.completed_as_of
    """
  let buildings: [Building]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.buildings.map(\.key.project.text))
    bindings.append(self.buildings.map(\.key.name.text))
    bindings.append(self.buildings.map(\.completedOn.day.description))
    bindings.append(self.buildings.map(\.completedOn.asOf))
  }
}

struct WriteUnits: PreparedStatement {
  static let sql = """
    INSERT INTO property_unit (project, building, unit, as_of, builders, periods, delivered_on, delivered_as_of, version)
    SELECT project, building, unit, as_of, builders, periods, delivered_on::date, delivered_as_of, version
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::jsonb[], $7::text[],
      $8::timestamptz[], $9::bigint[])
      AS known (project, building, unit, as_of, builders, periods, delivered_on, delivered_as_of, version)
    ON CONFLICT (project, building, unit)
    DO UPDATE SET as_of = EXCLUDED.as_of, builders = EXCLUDED.builders, periods = EXCLUDED.periods,
      delivered_on = EXCLUDED.delivered_on, delivered_as_of = EXCLUDED.delivered_as_of, version = EXCLUDED.version
    """
  let units: [PropertyUnit]

  func bind(_ bindings: inout Bindings) {
    bindings.append(homes: self.units.map(\.home))
    bindings.append(self.units.map(\.asOf))
    bindings.append(self.units.map { PropertyUnitColumns.json($0.builders) })
    bindings.append(self.units.map { PropertyUnitColumns.json($0.periods) })
    bindings.append(self.units.map(\.deliveredOn?.day.description))
    bindings.append(self.units.map(\.deliveredOn?.asOf))
    bindings.append(self.units.map(\.version))
  }
}

/// Takes the residents of the homes away, before `InsertResidents` writes those who are known now.
struct DeleteResidents: PreparedStatement {
  static let sql = """
    DELETE FROM resident USING unnest($1::text[], $2::text[], $3::text[]) AS home (project, building, unit)
    WHERE resident.project = home.project AND resident.building = home.building AND resident.unit = home.unit
    """
  let homes: [HomeAddress]

  func bind(_ bindings: inout Bindings) {
    bindings.append(homes: self.homes)
  }
}

struct InsertResidents: PreparedStatement {
  static let sql = """
    INSERT INTO resident (project, building, unit, position, role, surname, telephone, from_day, to_day)
    SELECT project, building, unit, position, role, surname, telephone, from_day::date, to_day::date
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[]) AS known (project, building, unit, position, role, surname, telephone, from_day, to_day)
    """
  let units: [PropertyUnit]

  func bind(_ bindings: inout Bindings) {
    let all = self.units.flatMap { unit in unit.residents.enumerated().map { (unit.home, $0.offset, $0.element) } }
    bindings.append(homes: all.map(\.0))
    bindings.append(all.map { Int32($0.1) })
    bindings.append(all.map(\.2.role.rawValue))
    bindings.append(all.map(\.2.surname))
    bindings.append(all.map(\.2.telephone))
    bindings.append(all.map(\.2.from?.description))
    bindings.append(all.map(\.2.to?.description))
  }
}

extension Bindings {
  /// Three parameters: project, building and unit.
  mutating func append(homes: [HomeAddress]) {
    self.append(homes.map(\.project.text))
    self.append(homes.map(\.building))
    self.append(homes.map(\.unit))
  }
}
