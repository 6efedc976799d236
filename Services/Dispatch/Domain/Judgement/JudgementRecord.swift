package import Foundation
package import Messages
package import WorkCalendar

/// Who answers for a defect, as a person has judged it: made at the survey, revised with new evidence.
/// A record never changes; a revision is the next record of the case.
package struct JudgementRecord: Sendable, Equatable, Codable {
  /// Counts the judgements of the case from 1.
  package let serial: Int
  package let judgement: Judgement
  package let subpart: BuildingSubpart?
  package let reason: String
  package let by: String
  /// The CS manager who agrees, where the developer pays out of goodwill or only explains.
  package let consentBy: String?
  package let judgedAt: Date
  package let repairBy: RepairParty
  /// What the dates said when it was made, by which version of the clauses, and until when both warranties ran.
  package let proposed: Judgement?
  package let clause: String?
  package let builderLastDay: CalendarDay?
  package let ownerLastDay: CalendarDay?

  package init(
    serial: Int, judgement: Judgement, subpart: BuildingSubpart?, reason: String, by: String, consentBy: String?,
    judgedAt: Date, repairBy: RepairParty, proposed: Judgement?, clause: String?, builderLastDay: CalendarDay?,
    ownerLastDay: CalendarDay?
  ) {
    self.serial = serial
    self.judgement = judgement
    self.subpart = subpart
    self.reason = reason
    self.by = by
    self.consentBy = consentBy
    self.judgedAt = judgedAt
    self.repairBy = repairBy
    self.proposed = proposed
    self.clause = clause
    self.builderLastDay = builderLastDay
    self.ownerLastDay = ownerLastDay
  }

  /// The same person says the same again.
  func repeats(_ other: JudgementRecord) -> Bool {
    (self.judgement, self.subpart, self.reason, self.by, self.consentBy, self.repairBy)
      == (other.judgement, other.subpart, other.reason, other.by, other.consentBy, other.repairBy)
  }
}

/// What the builder was told, and what he did.
package struct BuilderNotice: Sendable, Equatable, Codable {
  /// The firm, where the property register knows it.
  package let builder: String?
  package let notifiedAt: Date
  /// As he was told; the limit of the case may stand still meanwhile.
  package let arrivalDueAt: Date
  package internal(set) var arrivedAt: Date?
  /// He was reminded in writing.
  package internal(set) var remindedAt: Date?
  /// From then on somebody else may be commissioned at his cost.
  package internal(set) var replaceableFrom: Date?

  package init(
    builder: String?, notifiedAt: Date, arrivalDueAt: Date, arrivedAt: Date? = nil, remindedAt: Date? = nil,
    replaceableFrom: Date? = nil
  ) {
    self.builder = builder
    self.notifiedAt = notifiedAt
    self.arrivalDueAt = arrivalDueAt
    self.arrivedAt = arrivedAt
    self.remindedAt = remindedAt
    self.replaceableFrom = replaceableFrom
  }

  /// He was reminded of what he does not do. Who comes upon a reminder has answered it: what he leaves undone then needs
  /// another.
  var isReminded: Bool {
    guard let remindedAt else { return false }
    return self.arrivedAt.map { $0 <= remindedAt } ?? true
  }

  /// Somebody else may be commissioned at his cost, whether he never came or came and does not repair.
  func isReplaceable(at now: Date) -> Bool {
    self.isReminded && self.replaceableFrom.map { $0 <= now } ?? false
  }

  /// With the date of the limit as it stands, which a suspension of the case moves.
  package func due(by arrival: CaseTimer?) -> BuilderNotice {
    BuilderNotice(
      builder: self.builder, notifiedAt: self.notifiedAt, arrivalDueAt: arrival?.dueAt ?? self.arrivalDueAt,
      arrivedAt: self.arrivedAt, remindedAt: self.remindedAt, replaceableFrom: self.replaceableFrom)
  }
}

/// The judgements of one case, oldest first, and the notice to the builder that stands.
package struct CaseJudgements: Sendable, Equatable {
  package internal(set) var records: [JudgementRecord]
  package internal(set) var notice: BuilderNotice?

  package init(records: [JudgementRecord] = [], notice: BuilderNotice? = nil) {
    self.records = records
    self.notice = notice
  }

  package var current: JudgementRecord? { self.records.last }

  /// The notice that was read beside the records.
  package mutating func stand(_ notice: BuilderNotice) {
    self.notice = notice
  }
}
