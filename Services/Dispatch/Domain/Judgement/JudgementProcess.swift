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
  private let rules: CaseRules
  private let reminderLimit: Limit

  /// - Throws: `noLimit` when the policy leaves the limit of R-105 out.
  package init(rules: CaseRules, table: WarrantyTable) throws(PolicyError) {
    self.table = table
    self.rules = rules
    self.reminderLimit = try rules.policy.limit(.builderReminder)
  }

  /// What the dates say of a case: the day on which it was received counts.
  package func verdict(
    on part: BuildingPart, _ subpart: BuildingSubpart?, receivedAt: Date, unit: PropertyUnit?
  ) throws(Rejected) -> WarrantyVerdict {
    try self.table.verdict(
      on: part, subpart, reportedOn: self.rules.calendar.day(of: receivedAt),
      facts: unit?.warranty ?? WarrantyFacts(completedOn: nil, deliveredOn: nil))
  }

  /// The last day of any warranty of the part, from which R-333 counts; nil where none is laid down for it. Where a date is
  /// missing the day of the report stands for it: what is complained of had been built and handed over, so the true end is no
  /// later.
  package func warrantyEnds(_ state: Case, _ subpart: BuildingSubpart?, unit: PropertyUnit?) -> CalendarDay? {
    let reportedOn = self.rules.calendar.day(of: state.receivedAt)
    let known = unit?.warranty
    let facts = WarrantyFacts(
      completedOn: known?.completedOn ?? reportedOn, deliveredOn: known?.deliveredOn ?? reportedOn,
      designLifeYears: known?.designLifeYears, agreed: known?.agreed ?? [])
    let verdict = try? self.table.verdict(on: state.buildingPart, subpart, reportedOn: reportedOn, facts: facts)
    return [verdict?.builder?.lastDay, verdict?.owner?.lastDay].compactMap(\.self).max()
  }

  /// Records a judgement, the first or a revision.
  /// - Returns: what is to be told; nothing for a repeated request.
  /// - Throws: every fault: consent that is missing, dates that say otherwise.
  package func judge(
    _ request: JudgementRequest, about state: inout Case, _ judgements: inout CaseJudgements, unit: PropertyUnit?,
    now: Date
  ) throws(Rejected) -> [any Message] {
    let verdict = try self.verdict(on: state.buildingPart, request.subpart, receivedAt: state.receivedAt, unit: unit)
    let previous = judgements.current
    let record = JudgementRecord(
      serial: judgements.records.count + 1, judgement: request.judgement, subpart: request.subpart,
      reason: request.reason,
      by: request.by, consentBy: request.consentBy, judgedAt: now,
      repairBy: request.repairBy ?? request.judgement.repairParty, proposed: verdict.judgement,
      clause: verdict.speaking.map { "\(verdict.table) \($0.clause)" }, builderLastDay: verdict.builder?.lastDay,
      ownerLastDay: verdict.owner?.lastDay)
    if let previous, record.repeats(previous) { return [] }
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
    return [self.consequence(of: record, previous, about: &state, &judgements, unit: unit, now: now)]
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
      } else if !(notice?.isReplaceable(at: now) ?? false) {
        faults.append(
          Fault(
            "repairBy", .wrongState,
            "Another may be commissioned at the builder's cost after a written reminder and its limit (R-105)."))
      }
    }
    return faults
  }

  private func consequence(
    of record: JudgementRecord, _ previous: JudgementRecord?, about state: inout Case,
    _ judgements: inout CaseJudgements, unit: PropertyUnit?, now: Date
  ) -> CaseJudged {
    let comes = record.repairBy == .builder
    if comes, judgements.notice == nil {
      var arrival = self.rules.timer(.builderArrival, grade: state.grade, from: now)
      // As all limits of a suspended case do.
      if state.state == .suspended { arrival?.pause(at: now) }
      state.start(arrival)
      judgements.notice = BuilderNotice(
        builder: unit?.builder(of: state.buildingPart), notifiedAt: now, arrivalDueAt: arrival?.dueAt ?? now)
    } else if !comes, judgements.notice != nil {
      judgements.notice = nil
      state.drop(.builderArrival, at: now)
    }
    return CaseJudged(
      complaint: state.number, judgement: record.judgement, repairBy: record.repairBy, judgedAt: now,
      clause: record.clause, previous: previous?.judgement,
      builder: record.judgement == .builder ? unit?.builder(of: state.buildingPart) : nil,
      arrivalDueAt: judgements.notice?.due(by: state.timer(.builderArrival)).arrivalDueAt)
  }

  // MARK: - The builder

  /// The builder was on the spot.
  package func arrived(
    _ judgements: inout CaseJudgements, about state: inout Case, now: Date
  ) throws(Rejected) {
    guard var notice = judgements.notice else { throw self.nobodyWasTold }
    guard notice.arrivedAt == nil else { return }
    notice.arrivedAt = now
    judgements.notice = notice
    state.meet(.builderArrival, at: now)
  }

  /// The builder has not come in time, or has come and does not repair as agreed: he is reminded in writing.
  package func remind(_ judgements: inout CaseJudgements, about state: Case, now: Date) throws(Rejected) {
    guard var notice = judgements.notice else { throw self.nobodyWasTold }
    guard !notice.isReminded else { return }
    let arrival = state.timer(.builderArrival)
    let isLate = arrival?.isPaused != true && notice.due(by: arrival).arrivalDueAt <= now
    guard notice.arrivedAt != nil || isLate else {
      throw Rejected(
        "state", .wrongState,
        "The builder is reminded when his time to come has passed, or when he has come and does not repair (R-105).")
    }
    notice.remindedAt = now
    notice.replaceableFrom = self.reminderLimit.due(after: now, calendar: self.rules.calendar).instant
    judgements.notice = notice
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
