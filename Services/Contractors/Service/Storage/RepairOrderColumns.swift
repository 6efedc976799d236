import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a repair order in the order in which every statement reads them.
enum RepairOrderColumns {
  /// To be read from ``table``; the letter knows when it was issued.
  static let list = """
    repair_order.number, repair_order.project, building, unit, location, building_part, trade, requested_at,
    survey_due_at, state, round, judgement, finding, surveyed_by, surveyed_at, liability, repair_by,
    repair_order.commission, repair_order.contractor, commission.issued_at, completed_at, accepted_by, accepted_at, owner_opinion, signed_at,
    reworks, rework_cause, rework_reason, rework_by, rework_ordered_at, closed_at, version
    """
  static let table = "repair_order LEFT JOIN commission ON commission.number = repair_order.commission"

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    var columns = row.columns()
    return RepairOrder(
      number: try columns.identifier(),
      address: UnitAddress(
        project: try columns.identifier(), building: try columns.next(), unit: try columns.next(),
        location: try columns.next()),
      buildingPart: try columns.term(), trade: try columns.term(), requestedAt: try columns.next(),
      surveyDueAt: try columns.next(), state: try Self.state(columns.next()),
      round: Int(try columns.next(Int32.self)), survey: try Self.survey(&columns),
      liability: try Self.liability(&columns), commission: try Self.commission(&columns),
      completedAt: try columns.next(),
      acceptance: try Self.acceptance(&columns), signature: try Self.signature(&columns),
      reworks: Int(try columns.next(Int32.self)), lastRework: try Self.rework(&columns), closedAt: try columns.next(),
      version: try columns.next())
  }

  private static func state(_ text: String) throws(PostgresError) -> RepairOrder.State {
    guard let state = RepairOrder.State(rawValue: text) else {
      throw PostgresError(.decoding, detail: "no such state of a repair order")
    }
    return state
  }

  private static func survey(_ columns: inout Columns) throws(PostgresError) -> Survey? {
    let judgement: Judgement? = try columns.optionalTerm()
    let finding: String? = try columns.next()
    let by: String? = try columns.next()
    let surveyedAt: Date? = try columns.next()
    guard let judgement, let finding, let by, let surveyedAt else { return nil }
    return Survey(judgement: judgement, finding: finding, by: by, surveyedAt: surveyedAt)
  }

  private static func liability(_ columns: inout Columns) throws(PostgresError) -> Liability? {
    let judgement: Judgement? = try columns.optionalTerm()
    let repairBy: RepairParty? = try columns.optionalTerm()
    guard let judgement, let repairBy else { return nil }
    return Liability(judgement: judgement, repairBy: repairBy)
  }

  private static func commission(_ columns: inout Columns) throws(PostgresError) -> Commission? {
    let number: CommissionNumber? = try columns.optionalIdentifier()
    let contractor: ContractorCode? = try columns.optionalIdentifier()
    let issuedAt: Date? = try columns.next()
    guard let number, let contractor, let issuedAt else { return nil }
    return Commission(number: number, contractor: contractor, issuedAt: issuedAt)
  }

  private static func acceptance(_ columns: inout Columns) throws(PostgresError) -> Acceptance? {
    let by: String? = try columns.next()
    let acceptedAt: Date? = try columns.next()
    guard let by, let acceptedAt else { return nil }
    return Acceptance(by: by, acceptedAt: acceptedAt)
  }

  private static func signature(_ columns: inout Columns) throws(PostgresError) -> Signature? {
    let opinion: String? = try columns.next()
    let signedAt: Date? = try columns.next()
    return signedAt.map { Signature(opinion: opinion, signedAt: $0) }
  }

  private static func rework(_ columns: inout Columns) throws(PostgresError) -> Rework? {
    let cause: ReworkCause? = try columns.optionalTerm()
    let reason: String? = try columns.next()
    let by: String? = try columns.next()
    let orderedAt: Date? = try columns.next()
    guard let cause, let orderedAt else { return nil }
    return Rework(cause: cause, reason: reason, by: by, orderedAt: orderedAt)
  }
}
