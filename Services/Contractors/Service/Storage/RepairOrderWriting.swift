import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// Writes orders that did not exist. Without ON CONFLICT: nobody can lock a row before it exists, and of two batches that
/// create the same order the second must read it and decide anew.
struct InsertOrders: PreparedStatement {
  static let sql = """
    INSERT INTO repair_order (number, project, building, unit, location, building_part, trade, requested_at,
      survey_due_at, state, liability, repair_by, round, reworks, version)
    SELECT *, 1, 0, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
      $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[])
    """
  let orders: [RepairOrder]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.orders.map(\.number.text))
    bindings.append(self.orders.map(\.address.project.text))
    bindings.append(self.orders.map(\.address.building))
    bindings.append(self.orders.map(\.address.unit))
    bindings.append(self.orders.map(\.address.location))
    bindings.append(self.orders.map(\.buildingPart.rawValue))
    bindings.append(self.orders.map(\.trade.rawValue))
    bindings.append(self.orders.map(\.requestedAt))
    bindings.append(self.orders.map(\.surveyDueAt))
    bindings.append(self.orders.map(\.state.rawValue))
    bindings.append(self.orders.map(\.liability?.judgement.rawValue))
    bindings.append(self.orders.map(\.liability?.repairBy.rawValue))
  }
}

/// Writes the course of orders; what was requested never changes.
struct UpdateOrders: PreparedStatement {
  static let sql = """
    UPDATE repair_order SET state = changed.state, round = changed.round, judgement = changed.judgement,
      finding = changed.finding, surveyed_by = changed.surveyed_by, surveyed_at = changed.surveyed_at,
      commission = changed.commission, contractor = changed.contractor, completed_at = changed.completed_at,
      accepted_by = changed.accepted_by, accepted_at = changed.accepted_at, owner_opinion = changed.owner_opinion,
      signed_at = changed.signed_at, reworks = changed.reworks, rework_cause = changed.rework_cause,
      rework_reason = changed.rework_reason, rework_by = changed.rework_by,
      rework_ordered_at = changed.rework_ordered_at, closed_at = changed.closed_at, version = changed.version,
      liability = changed.liability, repair_by = changed.repair_by
    FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[],
      $9::text[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::text[], $14::timestamptz[], $15::int[],
      $16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::timestamptz[], $21::bigint[],
      $22::text[], $23::text[])
      AS changed (number, state, round, judgement, finding, surveyed_by, surveyed_at, commission, contractor,
        completed_at, accepted_by, accepted_at, owner_opinion, signed_at, reworks, rework_cause, rework_reason,
        rework_by, rework_ordered_at, closed_at, version, liability, repair_by)
    WHERE repair_order.number = changed.number
    """
  let orders: [RepairOrder]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.orders.map(\.number.text))
    bindings.append(self.orders.map(\.state.rawValue))
    bindings.append(self.orders.map { Int32($0.round) })
    bindings.append(self.orders.map(\.survey?.judgement.rawValue))
    bindings.append(self.orders.map(\.survey?.finding))
    bindings.append(self.orders.map(\.survey?.by))
    bindings.append(self.orders.map(\.survey?.surveyedAt))
    bindings.append(self.orders.map(\.commission?.number.text))
    bindings.append(self.orders.map(\.commission?.contractor.text))
    bindings.append(self.orders.map(\.completedAt))
    bindings.append(self.orders.map(\.acceptance?.by))
    bindings.append(self.orders.map(\.acceptance?.acceptedAt))
    bindings.append(self.orders.map { $0.signature?.opinion })
    bindings.append(self.orders.map(\.signature?.signedAt))
    bindings.append(self.orders.map { Int32($0.reworks) })
    bindings.append(self.orders.map(\.lastRework?.cause.rawValue))
    bindings.append(self.orders.map { $0.lastRework?.reason })
    bindings.append(self.orders.map { $0.lastRework?.by })
    bindings.append(self.orders.map(\.lastRework?.orderedAt))
    bindings.append(self.orders.map(\.closedAt))
    bindings.append(self.orders.map(\.version))
    bindings.append(self.orders.map(\.liability?.judgement.rawValue))
    bindings.append(self.orders.map(\.liability?.repairBy.rawValue))
  }
}
