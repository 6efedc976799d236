import DurableMessaging
import Foundation
import Messages
import Postgres
import ReportingDomain

/// The missed limits of some cases.
struct MissedLimits: PreparedStatement {
  static let sql = """
    SELECT number, deadline, rule, responsible, due_at, missed_at FROM missed_limit WHERE number = ANY($1)
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(
    _ row: Row
  ) throws(PostgresError) -> (ComplaintNumber, CaseDeadline, CaseRecord.MissedLimit) {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let deadline: CaseDeadline = try columns.term()
    let rule: String = try columns.next()
    let unit: ResponsibleUnit? = try columns.optionalTerm()
    let limit = CaseRecord.MissedLimit(
      rule: rule, unit: unit, dueAt: try columns.next(), missedAt: try columns.next())
    return (number, deadline, limit)
  }
}

struct WriteMissedLimits: PreparedStatement {
  static let sql = """
    INSERT INTO missed_limit (number, deadline, rule, responsible, due_at, missed_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    ON CONFLICT (number, deadline) DO NOTHING
    """
  let limits: [(number: ComplaintNumber, deadline: CaseDeadline, limit: CaseRecord.MissedLimit)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.limits.map(\.number.text))
    bindings.append(self.limits.map(\.deadline.rawValue))
    bindings.append(self.limits.map(\.limit.rule))
    bindings.append(self.limits.map(\.limit.unit?.rawValue))
    bindings.append(self.limits.map(\.limit.dueAt))
    bindings.append(self.limits.map(\.limit.missedAt))
  }
}
