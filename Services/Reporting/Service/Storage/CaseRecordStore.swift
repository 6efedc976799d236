import DurableMessaging
import Foundation
import Messages
import Postgres
import ReportingDomain

/// Makes sure that every subject of a batch has a row, so that the next statement can lock it: the first events of a case
/// may come through two queues at the same time.
struct BeginRecords: PreparedStatement {
  static let sql = """
    INSERT INTO case_record (number, round) SELECT number, 1 FROM unnest($1::text[]) AS number
    ON CONFLICT (number) DO NOTHING
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }
}

struct LockRecords: PreparedStatement {
  static let sql = """
    SELECT \(CaseRecordColumns.list) FROM case_record WHERE number = ANY($1) ORDER BY number FOR UPDATE
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> CaseRecord {
    try CaseRecordColumns.decode(row)
  }
}

/// What a report of a week needs: received before its end, and not closed before its start.
struct RecordsOfWeek: PreparedStatement {
  static let sql = """
    SELECT \(CaseRecordColumns.list) FROM case_record WHERE closed_at >= $1 AND received_at < $2
    UNION ALL
    SELECT \(CaseRecordColumns.list) FROM case_record WHERE closed_at IS NULL AND received_at < $2
    """
  let week: ReportWeek

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.week.start)
    bindings.append(self.week.end)
  }

  static func decode(_ row: Row) throws(PostgresError) -> CaseRecord {
    try CaseRecordColumns.decode(row)
  }
}

/// A page of what is open.
struct OpenRecords: PreparedStatement {
  static let sql = """
    SELECT \(CaseRecordColumns.list) FROM case_record
    WHERE closed_at IS NULL AND received_at IS NOT NULL AND number > $1
      AND ($3::text[] IS NULL OR split_part(number, '-', 1) = ANY($3))
    ORDER BY number LIMIT $2
    """
  /// nil for all.
  let projects: [String]?
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> CaseRecord {
    try CaseRecordColumns.decode(row)
  }
}

/// How many are open on all pages.
struct CountOpenRecords: PreparedStatement {
  static let sql = """
    SELECT count(*) FROM case_record
    WHERE closed_at IS NULL AND received_at IS NOT NULL AND ($1::text[] IS NULL OR split_part(number, '-', 1) = ANY($1))
    """
  /// nil for all.
  let projects: [String]?

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    var columns = row.columns()
    return Int(try columns.next(Int64.self))
  }
}

struct WriteRecords: PreparedStatement {
  static let sql = """
    INSERT INTO case_record (\(CaseRecordColumns.list))
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
      $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::int[], $19::text[],
      $20::timestamptz[])
    ON CONFLICT (number) DO UPDATE SET
      (received_at, category, grade, building_part, responsible, contractor, contractor_name, assigned_at, reply_due_at,
       replied_at, survey_due_at, surveyed_at, first_handled_at, handled_at, callback_due_at, closed_at, round,
       progress, progress_at)
      = (EXCLUDED.received_at, EXCLUDED.category, EXCLUDED.grade, EXCLUDED.building_part, EXCLUDED.responsible,
       EXCLUDED.contractor, EXCLUDED.contractor_name, EXCLUDED.assigned_at, EXCLUDED.reply_due_at, EXCLUDED.replied_at,
       EXCLUDED.survey_due_at, EXCLUDED.surveyed_at, EXCLUDED.first_handled_at, EXCLUDED.handled_at,
       EXCLUDED.callback_due_at, EXCLUDED.closed_at, EXCLUDED.round, EXCLUDED.progress, EXCLUDED.progress_at)
    """
  let records: [CaseRecord]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.records.map(\.number.text))
    bindings.append(self.records.map(\.registration?.receivedAt))
    bindings.append(self.records.map(\.registration?.category.rawValue))
    bindings.append(self.records.map(\.registration?.grade.rawValue))
    bindings.append(self.records.map(\.registration?.buildingPart.rawValue))
    bindings.append(self.records.map(\.unit?.rawValue))
    bindings.append(self.records.map(\.contractor?.text))
    bindings.append(self.records.map(\.contractorName))
    bindings.append(self.records.map(\.assignedAt))
    bindings.append(self.records.map(\.replyDueAt))
    bindings.append(self.records.map(\.repliedAt))
    bindings.append(self.records.map(\.surveyDueAt))
    bindings.append(self.records.map(\.surveyedAt))
    bindings.append(self.records.map(\.firstHandledAt))
    bindings.append(self.records.map(\.handledAt))
    bindings.append(self.records.map(\.callbackDueAt))
    bindings.append(self.records.map(\.closedAt))
    bindings.append(self.records.map { Int32($0.round) })
    bindings.append(self.records.map(\.progress?.step.rawValue))
    bindings.append(self.records.map(\.progress?.at))
  }
}
