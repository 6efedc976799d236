import DurableMessaging
import Foundation
import Messages
import Postgres
import ReportingDomain

/// The columns of a record in the order in which every statement reads and writes them.
enum CaseRecordColumns {
  static let list = """
    number, received_at, category, grade, building_part, responsible, contractor, contractor_name, assigned_at,
    reply_due_at, replied_at, survey_due_at, surveyed_at, first_handled_at, handled_at, callback_due_at, closed_at,
    round, progress, progress_at
    """

  static func decode(_ row: Row) throws(PostgresError) -> CaseRecord {
    var columns = row.columns()
    var record = CaseRecord(number: try columns.identifier())
    record.registration = try Self.registration(&columns)
    record.unit = try columns.optionalTerm()
    record.contractor = try columns.optionalIdentifier()
    record.contractorName = try columns.next()
    record.assignedAt = try columns.next()
    record.replyDueAt = try columns.next()
    record.repliedAt = try columns.next()
    record.surveyDueAt = try columns.next()
    record.surveyedAt = try columns.next()
    record.firstHandledAt = try columns.next()
    record.handledAt = try columns.next()
    record.callbackDueAt = try columns.next()
    record.closedAt = try columns.next()
    record.round = Int(try columns.next(Int32.self))
    record.progress = try Self.progress(&columns)
    return record
  }

  private static func registration(_ columns: inout Columns) throws(PostgresError) -> CaseRecord.Registration? {
    let receivedAt: Date? = try columns.next()
    let category: Messages.Category? = try columns.optionalTerm()
    let grade: Grade? = try columns.optionalTerm()
    let part: BuildingPart? = try columns.optionalTerm()
    guard let receivedAt, let category, let grade, let part else { return nil }
    return CaseRecord.Registration(receivedAt: receivedAt, category: category, grade: grade, buildingPart: part)
  }

  private static func progress(_ columns: inout Columns) throws(PostgresError) -> CaseRecord.Progress? {
    let step: Step? = try columns.optionalTerm()
    let at: Date? = try columns.next()
    guard let step, let at else { return nil }
    return CaseRecord.Progress(step: step, at: at)
  }
}
