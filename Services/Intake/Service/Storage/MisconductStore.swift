import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a report in the order in which every statement reads them.
private enum MisconductColumns {
  static let list = "source, reference, received_at, recorded_at, channel, project, content, surname, telephone"

  static func decode(_ row: Row) throws(PostgresError) -> MisconductReport {
    var columns = row.columns()
    return try self.decode(&columns)
  }

  static func decode(_ columns: inout Columns) throws(PostgresError) -> MisconductReport {
    let source: String = try columns.next()
    let reference: String = try columns.next()
    let receivedAt: Date = try columns.next()
    let recordedAt: Date = try columns.next()
    let channel: Channel = try columns.term()
    let project: ProjectCode = try columns.identifier()
    let content: String = try columns.next()
    let surname: String? = try columns.next()
    let telephone: String? = try columns.next()
    var reporter: Customer?
    if let surname, let telephone { reporter = Customer(surname: surname, telephone: telephone) }
    return MisconductReport(
      source: source, reference: reference, receivedAt: receivedAt, recordedAt: recordedAt, channel: channel,
      project: project, content: content, reporter: reporter)
  }
}

struct KnownMisconductReports: PreparedStatement {
  static let sql = """
    SELECT \(MisconductColumns.list) FROM misconduct_report
    WHERE (source, reference) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    """
  let keys: [SenderReference]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.keys.map(\.source.text))
    bindings.append(self.keys.map(\.reference.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> MisconductReport { try MisconductColumns.decode(row) }
}

struct InsertMisconductReports: PreparedStatement {
  static let sql = """
    INSERT INTO misconduct_report (\(MisconductColumns.list))
    SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[],
      $7::text[], $8::text[], $9::text[])
    """
  let reports: [MisconductReport]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.reports.map(\.source))
    bindings.append(self.reports.map(\.reference))
    bindings.append(self.reports.map(\.receivedAt))
    bindings.append(self.reports.map(\.recordedAt))
    bindings.append(self.reports.map(\.channel.rawValue))
    bindings.append(self.reports.map(\.project.text))
    bindings.append(self.reports.map(\.content))
    bindings.append(self.reports.map { $0.reporter?.surname })
    bindings.append(self.reports.map { $0.reporter?.telephone })
  }
}

/// A page of what the leading group reads, in the order of recording: many may have been recorded in one moment.
struct ListMisconductReports: PreparedStatement {
  static let sql = """
    SELECT \(MisconductColumns.list), id FROM misconduct_report
    WHERE id > $1 AND recorded_at >= $2 AND ($3::text[] IS NULL OR project = ANY($3)) ORDER BY id LIMIT $4
    """
  let after: Int64
  let since: Date
  /// Nil for all.
  let projects: [String]?
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(self.since)
    bindings.append(self.projects)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (id: Int64, report: MisconductReport) {
    var columns = row.columns()
    let report = try MisconductColumns.decode(&columns)
    return (try columns.next(), report)
  }
}
