package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// What a person says about who answers.
package struct JudgementRequest: Sendable, Equatable {
  package let judgement: Judgement
  package let subpart: BuildingSubpart?
  package let reason: String
  package let by: String
  package let consentBy: String?
  /// Where it is not who usually repairs what is judged so.
  package let repairBy: RepairParty?

  package init(
    judgement: Judgement, subpart: BuildingSubpart?, reason: String, by: String, consentBy: String?,
    repairBy: RepairParty?
  ) {
    self.judgement = judgement
    self.subpart = subpart
    self.reason = reason
    self.by = by
    self.consentBy = consentBy
    self.repairBy = repairBy
  }
}

/// Judges who answers for a defect. The warranty table says what the dates say; a person decides, and may not decide
/// against dates that are known.
package struct JudgementProcess: Sendable {
  package let table: WarrantyTable
  package let calendar: WorkCalendar
  private let arrivalLimit: Limit
  private let reminderLimit: Limit

  /// - Throws: `noLimit` when the policy leaves a limit of out.
  package init(policy: PolicyProfile, table: WarrantyTable, calendar: WorkCalendar) throws(PolicyError) {
    self.table = table
    self.calendar = calendar
    self.arrivalLimit = try policy.limit(.builderArrival)
    self.reminderLimit = try policy.limit(.builderReminder)
  }

  /// What the dates say of a case: the day on which it was received counts.
  package func verdict(
    on part: BuildingPart, _ subpart: BuildingSubpart?, receivedAt: Date, unit: PropertyUnit?
  ) throws(Rejected) -> WarrantyVerdict {
    try self.table.verdict(
      on: part, subpart, reportedOn: self.calendar.day(of: receivedAt),
      facts: unit?.warranty ?? WarrantyFacts(completedOn: nil, deliveredOn: nil))
  }

  /// Records a judgement, the first or a revision.
  /// - Returns: nothing to do for a repeated request.
  /// - Throws: every fault: consent that is missing, dates that say otherwise.
  package func judge(
    _ request: JudgementRequest, about state: Case, _ judgements: inout CaseJudgements, unit: PropertyUnit?, now: Date
  ) throws(Rejected) -> Decision {
    let verdict = try self.verdict(on: state.buildingPart, request.subpart, receivedAt: state.receivedAt, unit: unit)
    let previous = judgements.current
    let record = JudgementRecord(
      serial: judgements.records.count + 1, judgement: request.judgement, subpart: request.subpart,
      reason: request.reason,
      by: request.by, consentBy: request.consentBy, judgedAt: now,
      repairBy: request.repairBy ?? request.judgement.repairParty, proposed: verdict.judgement,
      clause: verdict.speaking.map { "\(verdict.table) \($0.clause)" }, builderLastDay: verdict.builder?.lastDay,
      ownerLastDay: verdict.owner?.lastDay)
    if let previous, record.repeats(previous) { return .nothing }
    guard state.closedAt == nil else {
      throw Rejected("state", .wrongState, "The case has ended; a judgement would change nothing.")
    }
    // Nobody is sent to work on what the customer is just asked about.
    let isAsked = state.state == .awaitingEvaluation || state.state == .awaitingCallback
    guard !isAsked || record.repairBy == (state.course.repairBy ?? .contractor) else {
      throw Rejected(
        "repairBy", .wrongState,
        "The work is reported done and the customer is asked; who repairs may be judged anew when he is not satisfied.")
    }
    let faults = self.faults(of: record, verdict, judgements.notice, now: now)
    guard faults.isEmpty else { throw Rejected(faults) }
    judgements.records.append(record)
    return self.consequences(of: record, previous, about: state, &judgements, unit: unit, now: now)
  }

  private func faults(
    of record: JudgementRecord, _ verdict: WarrantyVerdict, _ notice: BuilderNotice?, now: Date
  ) -> [Fault] {
    var faults: [Fault] = []
    if [.developerGoodwill, .explainOnly].contains(record.judgement), record.consentBy == nil {
      faults.append(
        Fault("consentBy", .missing, "Goodwill and mere explanation need the CS manager's consent (R-091)."))
    }
    // Dates that are not known bind nobody.
    if let proposed = verdict.judgement {
      if record.judgement == .builder, proposed != .builder {
        faults.append(Fault("judgement", .conflict, "The builder's warranty had ended when it was reported (R-090)."))
      }
      if record.judgement == .developerGap, proposed != .developerGap {
        faults.append(
          Fault("judgement", .conflict, "It was not reported between the ends of the two warranties (R-098)."))
      }
    }
    if record.repairBy != record.judgement.repairParty {
      let isReplaced = record.judgement == .builder && record.repairBy == .contractor
      if !isReplaced {
        faults.append(
          Fault("repairBy", .conflict, "\(record.repairBy.name.english) does not repair what is judged so."))
      } else if notice?.arrivedAt != nil || !(notice?.replaceableFrom.map { $0 <= now } ?? false) {
        faults.append(
          Fault(
            "repairBy", .wrongState,
            "Another may be commissioned at the builder's cost after a written reminder and its limit (R-105)."))
      }
    }
    return faults
  }

  private func consequences(
    of record: JudgementRecord, _ previous: JudgementRecord?, about state: Case, _ judgements: inout CaseJudgements,
    unit: PropertyUnit?, now: Date
  ) -> Decision {
    var decision = Decision()
    let comes = record.repairBy == .builder
    if comes, judgements.notice == nil {
      let dueAt = self.arrivalLimit.due(after: now, calendar: self.calendar).instant
      judgements.notice = BuilderNotice(
        builder: unit?.builder(of: state.buildingPart), notifiedAt: now, arrivalDueAt: dueAt)
      decision.set(.builderArrival, dueAt)
    } else if !comes, judgements.notice != nil {
      judgements.notice = nil
      decision.cancel(.builderArrival)
    }
    decision.events = [
      CaseJudged(
        complaint: state.number, judgement: record.judgement, repairBy: record.repairBy, judgedAt: now,
        clause: record.clause, previous: previous?.judgement,
        builder: record.judgement == .builder ? unit?.builder(of: state.buildingPart) : nil,
        arrivalDueAt: judgements.notice?.arrivalDueAt)
    ]
    return decision
  }

  // MARK: - The builder

  /// The builder was on the spot.
  package func arrived(_ judgements: inout CaseJudgements, now: Date) throws(Rejected) -> Decision {
    guard var notice = judgements.notice else { throw self.nobodyWasTold }
    guard notice.arrivedAt == nil else { return .nothing }
    notice.arrivedAt = now
    judgements.notice = notice
    var decision = Decision()
    decision.cancel(.builderArrival)
    return decision
  }

  /// The builder has not come and is reminded in writing.
  package func remind(_ judgements: inout CaseJudgements, now: Date) throws(Rejected) -> Decision {
    guard var notice = judgements.notice else { throw self.nobodyWasTold }
    guard notice.remindedAt == nil else { return .nothing }
    guard notice.arrivedAt == nil, notice.arrivalDueAt <= now else {
      throw Rejected("state", .wrongState, "The builder is reminded when his time to come has passed.")
    }
    notice.remindedAt = now
    notice.replaceableFrom = self.reminderLimit.due(after: now, calendar: self.calendar).instant
    judgements.notice = notice
    return .nothing
  }

  /// The builder's time to come has passed.
  package func arrivalPassed(_ judgements: CaseJudgements, about state: Case, dueAt: Date, now: Date) -> Decision {
    guard let notice = judgements.notice, notice.arrivedAt == nil, state.closedAt == nil else { return .nothing }
    var decision = Decision()
    decision.events = [
      DeadlineMissed(
        complaint: state.number, deadline: .builderArrival, rule: RuleID.builderArrival.description, dueAt: dueAt,
        missedAt: now, unit: state.unit)
    ]
    return decision
  }

  private var nobodyWasTold: Rejected {
    Rejected("state", .wrongState, "No builder was told to come.")
  }
}

extension WarrantyVerdict {
  /// The clock that decides: the builder's while it runs, else the owner's.
  package var speaking: WarrantyClock? {
    self.builder?.covers == true ? self.builder : self.owner ?? self.builder
  }
}
