import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres
import WorkCalendar

/// The judgements of cases, each case's oldest first.
struct JudgementsOfCases: PreparedStatement {
  static let sql = """
    SELECT complaint, serial, judgement, subpart, reason, judged_by, consent_by, judged_at, repair_by, proposed, clause,
      builder_last_day::text, owner_last_day::text
    FROM judgement WHERE complaint = ANY($1) ORDER BY complaint, serial
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (number: ComplaintNumber, record: JudgementRecord) {
    var columns = row.columns()
    return (
      try columns.identifier(),
      JudgementRecord(
        serial: Int(try columns.next(Int32.self)), judgement: try columns.term(), subpart: try columns.optionalTerm(),
        reason: try columns.next(), by: try columns.next(), consentBy: try columns.next(), judgedAt: try columns.next(),
        repairBy: try columns.term(), proposed: try columns.optionalTerm(), clause: try columns.next(),
        builderLastDay: try columns.day(), ownerLastDay: try columns.day())
    )
  }
}

struct InsertJudgements: PreparedStatement {
  static let sql = """
    INSERT INTO judgement (complaint, serial, judgement, subpart, reason, judged_by, consent_by, judged_at, repair_by,
      proposed, clause, builder_last_day, owner_last_day)
    SELECT complaint, serial, judgement, subpart, reason, judged_by, consent_by, judged_at, repair_by, proposed, clause,
      builder_last_day::date, owner_last_day::date
    FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
      AS judged (complaint, serial, judgement, subpart, reason, judged_by, consent_by, judged_at, repair_by, proposed,
        clause, builder_last_day, owner_last_day)
    """
  let records: [(number: ComplaintNumber, record: JudgementRecord)]

  func bind(_ bindings: inout Bindings) {
    let all = self.records.map(\.record)
    bindings.append(self.records.map(\.number.text))
    bindings.append(all.map { Int32($0.serial) })
    bindings.append(all.map(\.judgement.rawValue))
    bindings.append(all.map(\.subpart?.rawValue))
    bindings.append(all.map(\.reason))
    bindings.append(all.map(\.by))
    bindings.append(all.map(\.consentBy))
    bindings.append(all.map(\.judgedAt))
    bindings.append(all.map(\.repairBy.rawValue))
    bindings.append(all.map(\.proposed?.rawValue))
    bindings.append(all.map(\.clause))
    bindings.append(all.map(\.builderLastDay?.description))
    bindings.append(all.map(\.ownerLastDay?.description))
  }
}

/// The notices to builders that stand for the cases.
struct NoticesOfCases: PreparedStatement {
  static let sql = """
    SELECT complaint, builder, notified_at, arrival_due_at, arrived_at, reminded_at, replaceable_from
    FROM builder_notice WHERE complaint = ANY($1)
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (number: ComplaintNumber, notice: BuilderNotice) {
    var columns = row.columns()
    return (
      try columns.identifier(),
      BuilderNotice(
        builder: try columns.next(), notifiedAt: try columns.next(), arrivalDueAt: try columns.next(),
        arrivedAt: try columns.next(), remindedAt: try columns.next(), replaceableFrom: try columns.next())
    )
  }
}

struct WriteNotices: PreparedStatement {
  static let sql = """
    INSERT INTO builder_notice (complaint, builder, notified_at, arrival_due_at, arrived_at, reminded_at,
      replaceable_from)
    SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
      $6::timestamptz[], $7::timestamptz[])
    ON CONFLICT (complaint) DO UPDATE SET arrived_at = EXCLUDED.arrived_at, reminded_at = EXCLUDED.reminded_at,
      replaceable_from = EXCLUDED.replaceable_from
    """
  let notices: [(number: ComplaintNumber, notice: BuilderNotice)]

  func bind(_ bindings: inout Bindings) {
    let all = self.notices.map(\.notice)
    bindings.append(self.notices.map(\.number.text))
    bindings.append(all.map(\.builder))
    bindings.append(all.map(\.notifiedAt))
    bindings.append(all.map(\.arrivalDueAt))
    bindings.append(all.map(\.arrivedAt))
    bindings.append(all.map(\.remindedAt))
    bindings.append(all.map(\.replaceableFrom))
  }
}

/// Somebody else repairs now.
struct DeleteNotices: PreparedStatement {
  static let sql = "DELETE FROM builder_notice WHERE complaint = ANY($1)"
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }
}

extension Columns {
  /// A day that the statement has cast to text.
  mutating func day() throws(PostgresError) -> CalendarDay? {
    guard let text = try self.next(String?.self) else { return nil }
    guard let day = try? CalendarDay(text) else { throw PostgresError(.decoding, detail: "a column holds no day") }
    return day
  }
}
