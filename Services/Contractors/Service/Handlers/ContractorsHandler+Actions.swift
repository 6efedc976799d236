import ContractorsDomain
import DurableMessaging
import Foundation
import Messages

/// What people do to repair orders and to the register.
extension ContractorsHandler {
  func perform(
    _ action: ContractorsAction, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(Rejected) -> ContractorsReply {
    switch action {
    case .survey(let number, let judgement, let finding, let by):
      let survey = Survey(judgement: judgement, finding: finding, by: by, surveyedAt: now)
      try self.change(number, &state, &effects) { order throws(Rejected) in try order.survey(survey) }
      return .order(try self.award(number, &state, &effects, now))
    case .accept(let number, let by):
      return .order(
        try self.change(number, &state, &effects) { order throws(Rejected) in try order.accept(by: by, now: now) })
    case .refuseAcceptance(let number, let reason, let by):
      return .order(
        try self.change(number, &state, &effects) { order throws(Rejected) in
          try order.refuseAcceptance(reason: reason, by: by, now: now)
        })
    case .sign(let number, let opinion):
      return .order(
        try self.change(number, &state, &effects) { order throws(Rejected) in
          try order.sign(opinion: opinion, now: now)
        })
    case .refuseSignature(let number, let reason):
      return .order(
        try self.change(number, &state, &effects) { order throws(Rejected) in
          try order.refuseSignature(reason: reason, now: now)
        })
    case .list(let contractor):
      return try self.list(contractor, &state, &effects, now)
    }
  }

  /// Awards a judged order as far as somebody is listed; an order that is not judged stays as it is.
  @discardableResult
  func award(
    _ number: RepairOrderNumber, _ state: inout ContractorsState, _ effects: inout Effects, _ now: Date
  ) throws(Rejected) -> RepairOrder {
    var desk = state.desk
    let order = try self.change(number, &state, &effects) { order throws(Rejected) in desk.award(&order, now: now) }
    state.desk = desk
    return order
  }

  /// Whoever has waited for a contractor of these trades has one now.
  private func list(
    _ contractor: Contractor, _ state: inout ContractorsState, _ effects: inout Effects, _ now: Date
  ) throws(Rejected) -> ContractorsReply {
    let known = state.desk.register[contractor.code]?.contractor
    let isNew = try state.list(contractor)
    if known != contractor {
      var change = AuditChange()
      change.note("name", from: known?.name, to: contractor.name)
      change.note("trades", from: known?.trades.auditText, to: contractor.trades.auditText)
      effects.record("contractor.listed", of: contractor.code.text, change)
    }
    for order in state.waitingOrders { _ = try self.award(order.number, &state, &effects, now) }
    let entry = state.desk.register[contractor.code]
    return .contractor(
      entry ?? ContractorRegister.Entry(contractor: contractor, openOrders: 0), isNew: isNew)
  }
}

extension Set<Trade> {
  /// In one order, whatever order they were given in.
  fileprivate var auditText: String { self.map(\.rawValue).sorted().joined(separator: ", ") }
}
