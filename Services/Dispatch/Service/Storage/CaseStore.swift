import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// Loads the cases of a batch and locks them, in the order of their numbers.
struct LockCases: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case WHERE number = ANY($1) ORDER BY number FOR UPDATE
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

struct FindCase: PreparedStatement {
  static let sql = "SELECT \(CaseColumns.list) FROM repair_case WHERE number = $1"
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

/// A page of the open cases in one state.
struct ListCases: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE state = $1 AND state <> 'closed' AND number > $2 AND ($4::text[] IS NULL OR project = ANY($4))
    ORDER BY number LIMIT $3
    """
  let state: Case.State
  /// nil for all.
  let projects: [String]?
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.state.rawValue)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Case {
    try CaseColumns.decode(row)
  }
}

/// Writes new cases and what has changed in known ones. What a complaint says never changes, so only the course of the
/// case is updated.
struct WriteCases: PreparedStatement {
  static let sql = """
    INSERT INTO repair_case (\(CaseColumns.list))
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int[], $14::timestamptz[],
      $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::bigint[])
    ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state, responsible = EXCLUDED.responsible,
      trade = EXCLUDED.trade, round = EXCLUDED.round, assigned_at = EXCLUDED.assigned_at,
      replied_at = EXCLUDED.replied_at, surveyed_at = EXCLUDED.surveyed_at, handled_at = EXCLUDED.handled_at,
      closed_at = EXCLUDED.closed_at, version = EXCLUDED.version
    """
  let cases: [Case]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.cases.map(\.number.text))
    bindings.append(self.cases.map(\.receivedAt))
    bindings.append(self.cases.map(\.kind.rawValue))
    bindings.append(self.cases.map(\.category.rawValue))
    bindings.append(self.cases.map(\.address.project.text))
    bindings.append(self.cases.map(\.address.building))
    bindings.append(self.cases.map(\.address.unit))
    bindings.append(self.cases.map(\.address.location))
    bindings.append(self.cases.map(\.buildingPart.rawValue))
    bindings.append(self.cases.map(\.state.rawValue))
    bindings.append(self.cases.map(\.unit?.rawValue))
    bindings.append(self.cases.map(\.trade?.rawValue))
    bindings.append(self.cases.map { Int32($0.round) })
    bindings.append(self.cases.map(\.assignedAt))
    bindings.append(self.cases.map(\.repliedAt))
    bindings.append(self.cases.map(\.surveyedAt))
    bindings.append(self.cases.map(\.handledAt))
    bindings.append(self.cases.map(\.closedAt))
    bindings.append(self.cases.map(\.version))
  }
}
