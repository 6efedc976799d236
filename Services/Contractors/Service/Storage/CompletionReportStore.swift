import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The reports of a batch that were taken before.
struct KnownReports: PreparedStatement {
  static let sql = """
    SELECT source, reference, commission, completed_at, report FROM completion_report
    WHERE (source, reference) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    """
  let keys: [SenderReference]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.keys.map(\.source.text))
    bindings.append(self.keys.map(\.reference.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> CompletionReport {
    var columns = row.columns()
    return CompletionReport(
      source: try columns.next(),
      content: RepairCompletionReported(
        reference: try columns.next(), commission: try columns.identifier(), completedAt: try columns.next(),
        report: try columns.next()))
  }
}

struct InsertReports: PreparedStatement {
  static let sql = """
    INSERT INTO completion_report (source, reference, commission, completed_at, report, received_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[])
    """
  let reports: [(report: CompletionReport, receivedAt: Date)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.reports.map(\.report.source))
    bindings.append(self.reports.map(\.report.content.reference))
    bindings.append(self.reports.map(\.report.content.commission.text))
    bindings.append(self.reports.map(\.report.content.completedAt))
    bindings.append(self.reports.map(\.report.content.report))
    bindings.append(self.reports.map(\.receivedAt))
  }
}
