import Messages

extension Town {
  /// What an event of a known case moves people to do.
  func follow(_ event: HeardEvent, _ known: inout KnownCase) throws -> [Deed] {
    switch event.type {
    case CaseAssigned.type:
      let message: CaseAssigned = try event.decode()
      self.assigned += 1
      known.hasRepair = message.surveyDueAt != nil
      let work =
        known.hasRepair ? self.staff.survey(after: message, of: known) : self.staff.handling(after: message, of: known)
      return [self.staff.reply(to: message, about: known), work]
    case RepairSurveyed.type:
      return [self.staff.judgement(after: try event.decode(), of: known)].compactMap(\.self)
    case RepairCommissioned.type:
      let message: RepairCommissioned = try event.decode()
      known.commission = message.commission
      return [try self.contractors.completion(after: message, of: known)]
    case RepairCompleted.type:
      return [self.staff.acceptance(after: try event.decode(), of: known)]
    case RepairReworkOrdered.type:
      let message: RepairReworkOrdered = try event.decode()
      known.reworks += 1
      return [try self.contractors.completion(after: message, of: known)]
    case RepairAccepted.type:
      return [self.owner.signature(after: try event.decode(), of: known)]
    case CaseHandled.type:
      known.wasHandled = true
      known.owesPlan = false
      return []
    case CallbackScheduled.type:
      let message: CallbackScheduled = try event.decode()
      return message.kind == .closing ? [self.caller.closingAnswer(to: message, of: known)] : []
    case CallbackDue.type:
      return [self.caller.milestoneAnswer(to: try event.decode(), of: known, at: event.time)]
    case CaseReopened.type:
      let message: CaseReopened = try event.decode()
      known.owesPlan = true
      let plan = self.staff.newPlan(after: message, of: known)
      return known.hasRepair ? [plan] : [plan, self.staff.handling(after: message, of: known)]
    case CaseClosed.type:
      self.closed += 1
      return []
    case DeadlineMissed.type:
      // the later levels are told of the same limit.
      let message: DeadlineMissed = try event.decode()
      if message.level == nil || message.level == .unitHead { self.missedDeadlines += 1 }
      return []
    default: return []
    }
  }
}
