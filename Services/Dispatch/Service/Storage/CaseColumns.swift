import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a case in the order in which every statement reads them.
enum CaseColumns {
  static let list = """
    number, received_at, kind, project, building, unit, location, building_part, category, grade, state, responsible,
    trade, round, verified_at, assigned_at, replied_at, surveyed_at, started_at, handled_at, evaluated_at, closed_at,
    outcome, returns, dissatisfied, course, follow_up_due_at, version
    """

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    var columns = row.columns()
    return Case(
      number: try columns.identifier(), receivedAt: try columns.next(), kind: try columns.term(),
      address: UnitAddress(
        project: try columns.identifier(), building: try columns.next(), unit: try columns.next(),
        location: try columns.next()),
      buildingPart: try columns.term(), category: try columns.term(), grade: try columns.term(),
      state: try Self.state(columns.next()), unit: try columns.optionalTerm(), trade: try columns.optionalTerm(),
      round: Int(try columns.next(Int32.self)), verifiedAt: try columns.next(), assignedAt: try columns.next(),
      repliedAt: try columns.next(), surveyedAt: try columns.next(), startedAt: try columns.next(),
      handledAt: try columns.next(), evaluatedAt: try columns.next(), closedAt: try columns.next(),
      outcome: try columns.optionalTerm(), returns: Int(try columns.next(Int32.self)),
      dissatisfied: Int(try columns.next(Int32.self)), course: try Self.course(columns.next(JSONB.self)),
      followUpDueAt: try columns.next(),
      version: try columns.next())
  }

  private static func state(_ text: String) throws(PostgresError) -> Case.State {
    guard let state = Case.State(rawValue: text) else { throw PostgresError(.decoding, detail: "no such case state") }
    return state
  }

  private static func course(_ json: JSONB) throws(PostgresError) -> Course {
    guard let course = try? MessageCoding.decode(column: json.bytes, as: Course.self) else {
      throw PostgresError(.decoding, detail: "the course of a case cannot be read")
    }
    return course
  }

  /// What a course is written as. It holds words, dates and whole numbers, so writing it cannot fail; a case whose limits
  /// were lost would be found by the column's own check.
  static func json(_ course: Course) -> JSONB? {
    (try? MessageCoding.encode(column: course)).map { JSONB($0) }
  }
}
