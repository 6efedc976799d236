package import ContractorsDomain
package import Messages

/// What people can ask contractors to do.
package enum ContractorsAction: Sendable {
  /// Somebody was on the spot; a defect that the developer owes is awarded at once if a contractor is listed.
  case survey(RepairOrderNumber, judgement: Judgement, finding: String, by: String)
  /// The developer finds the work good, or sends the contractor back.
  case accept(RepairOrderNumber, by: String)
  case refuseAcceptance(RepairOrderNumber, reason: String, by: String)
  /// The owner signs, or gives the reason why not.
  case sign(RepairOrderNumber, opinion: String?)
  case refuseSignature(RepairOrderNumber, reason: String)
  /// Lists a contractor, or changes what is known of one.
  case list(Contractor)

  /// The order that the action is about.
  var order: RepairOrderNumber? {
    switch self {
    case .survey(let number, _, _, _), .accept(let number, _), .refuseAcceptance(let number, _, _),
      .sign(let number, _), .refuseSignature(let number, _):
      number
    case .list: nil
    }
  }

  /// Orders may be awarded by it.
  var awards: Bool {
    switch self {
    case .survey, .list: true
    default: false
    }
  }
}

/// What a person is told.
package enum ContractorsReply: Sendable {
  case order(RepairOrder)
  case contractor(ContractorRegister.Entry, isNew: Bool)
  /// A message has no sender who waits.
  case nothing
}
