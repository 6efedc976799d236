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

/// The same, and the open cases of some projects with them: one statement, so that all are locked in one order.
struct LockCasesWithProjects: PreparedStatement {
  static let sql = """
    SELECT \(CaseColumns.list) FROM repair_case
    WHERE number = ANY($1)
      OR (project = ANY($2) AND state NOT IN ('closed', 'filed-invalid', 'withdrawn'))
    ORDER BY number FOR UPDATE
    """
  let numbers: [ComplaintNumber]
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
    bindings.append(self.projects.map(\.text))
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

/// Writes new cases and what has changed in known ones. Where and when a complaint was made never changes.
struct WriteCases: PreparedStatement {
  static let sql = """
    INSERT INTO repair_case (\(CaseColumns.list), next_due_at)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::int[], $15::timestamptz[],
      $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::timestamptz[],
      $21::timestamptz[], $22::timestamptz[], $23::text[], $24::int[], $25::int[], $26::jsonb[],
      $27::timestamptz[], $28::bigint[], $29::timestamptz[])
    ON CONFLICT (number) DO UPDATE SET kind = EXCLUDED.kind, category = EXCLUDED.category, grade = EXCLUDED.grade, state = EXCLUDED.state,
      responsible = EXCLUDED.responsible, trade = EXCLUDED.trade, round = EXCLUDED.round,
      verified_at = EXCLUDED.verified_at, assigned_at = EXCLUDED.assigned_at, replied_at = EXCLUDED.replied_at,
      surveyed_at = EXCLUDED.surveyed_at, started_at = EXCLUDED.started_at, handled_at = EXCLUDED.handled_at,
      evaluated_at = EXCLUDED.evaluated_at, closed_at = EXCLUDED.closed_at, outcome = EXCLUDED.outcome,
      returns = EXCLUDED.returns, dissatisfied = EXCLUDED.dissatisfied, course = EXCLUDED.course,
      follow_up_due_at = EXCLUDED.follow_up_due_at, version = EXCLUDED.version, next_due_at = EXCLUDED.next_due_at
    """
  let cases: [Case]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.cases.map(\.number.text))
    bindings.append(self.cases.map(\.receivedAt))
    bindings.append(self.cases.map(\.kind.rawValue))
    bindings.append(self.cases.map(\.address.project.text))
    bindings.append(self.cases.map(\.address.building))
    bindings.append(self.cases.map(\.address.unit))
    bindings.append(self.cases.map(\.address.location))
    bindings.append(self.cases.map(\.buildingPart.rawValue))
    bindings.append(self.cases.map(\.category.rawValue))
    bindings.append(self.cases.map(\.grade.rawValue))
    bindings.append(self.cases.map(\.state.rawValue))
    bindings.append(self.cases.map(\.unit?.rawValue))
    bindings.append(self.cases.map(\.trade?.rawValue))
    bindings.append(self.cases.map { Int32($0.round) })
    bindings.append(self.cases.map(\.verifiedAt))
    bindings.append(self.cases.map(\.assignedAt))
    bindings.append(self.cases.map(\.repliedAt))
    bindings.append(self.cases.map(\.surveyedAt))
    bindings.append(self.cases.map(\.startedAt))
    bindings.append(self.cases.map(\.handledAt))
    bindings.append(self.cases.map(\.evaluatedAt))
    bindings.append(self.cases.map(\.closedAt))
    bindings.append(self.cases.map(\.outcome?.rawValue))
    bindings.append(self.cases.map { Int32($0.returns) })
    bindings.append(self.cases.map { Int32($0.dissatisfied) })
    bindings.append(self.cases.map { CaseColumns.json($0.course) })
    bindings.append(self.cases.map(\.followUpDueAt))
    bindings.append(self.cases.map(\.version))
    bindings.append(self.cases.map(\.nextDueAt))
  }
}
