import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a case in the order in which every statement reads them.
enum CaseColumns {
  static let list = """
    number, received_at, kind, category, project, building, unit, location, building_part, state, responsible, trade,
    round, assigned_at, replied_at, surveyed_at, handled_at, closed_at, version
    """

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    var columns = row.columns()
    return Case(
      number: try columns.identifier(), receivedAt: try columns.next(), kind: try columns.term(),
      category: try columns.term(),
      address: UnitAddress(
        project: try columns.identifier(), building: try columns.next(), unit: try columns.next(),
        location: try columns.next()),
      buildingPart: try columns.term(), state: try Self.state(columns.next()),
      unit: try columns.optionalTerm(), trade: try columns.optionalTerm(),
      round: Int(try columns.next(Int32.self)), assignedAt: try columns.next(), repliedAt: try columns.next(),
      surveyedAt: try columns.next(), handledAt: try columns.next(), closedAt: try columns.next(),
      version: try columns.next())
  }

  private static func state(_ text: String) throws(PostgresError) -> Case.State {
    guard let state = Case.State(rawValue: text) else { throw PostgresError(.decoding, detail: "no such case state") }
    return state
  }
}
