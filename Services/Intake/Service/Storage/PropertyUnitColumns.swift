import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a home in the order in which every statement reads them, with those who live there as one array.
enum PropertyUnitColumns {
  static let list = """
    property_unit.project, property_unit.building, property_unit.unit, as_of, builders, periods, (
      SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', role, 'surname', surname, 'telephone', telephone,
        'from', from_day, 'to', to_day)) ORDER BY position)
      FROM resident WHERE resident.project = property_unit.project AND resident.building = property_unit.building
        AND resident.unit = property_unit.unit
    ), delivered_on::text, delivered_as_of, version
    """

  static func decode(_ row: Row) throws(PostgresError) -> PropertyUnit {
    var columns = row.columns()
    let home = HomeAddress(
      project: try columns.identifier(), building: try columns.next(), unit: try columns.next())
    return PropertyUnit(
      home: home, asOf: try columns.next(), builders: try Self.values(columns.next()),
      periods: try Self.values(columns.next()), residents: try Self.values(columns.next(JSONB?.self)),
      deliveredOn: try columns.dated(), version: try columns.next())
  }

  static func json(_ values: [some Encodable]) -> JSONB {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // What cannot be encoded would be refused by the column's check: nothing is lost silently.
    return JSONB(Array((try? encoder.encode(values)) ?? Data("null".utf8)))
  }

  private static func values<Value: Decodable>(_ json: JSONB?) throws(PostgresError) -> [Value] {
    guard let json else { return [] }
    do {
      return try JSONDecoder().decode([Value].self, from: Data(json.bytes))
    } catch {
      throw PostgresError(.decoding, detail: "a column of a home holds something else")
    }
  }
}
