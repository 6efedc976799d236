package import FoundationEssentials

/// Somebody has judged who answers for a defect, for the first time or anew. A new judgement sends
/// the cost elsewhere; the case keeps its number.
package struct CaseJudged: Message {
  package static let type = "case.judged.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let judgement: Judgement
  /// Who does the work.
  package let repairBy: RepairParty
  package let judgedAt: Date
  /// The clause of the warranty table by which the dates speak, as `national/1 L03`.
  package let clause: String?
  /// The judgement before this one.
  package let previous: Judgement?
  /// The firm that built the part, and owes the repair where the builder answers.
  package let builder: String?
  /// When the builder has to be there, where he was told to come.
  package let arrivalDueAt: Date?

  package init(
    complaint: ComplaintNumber, judgement: Judgement, repairBy: RepairParty, judgedAt: Date, clause: String? = nil,
    previous: Judgement? = nil, builder: String? = nil, arrivalDueAt: Date? = nil
  ) {
    self.complaint = complaint
    self.judgement = judgement
    self.repairBy = repairBy
    self.judgedAt = judgedAt
    self.clause = clause
    self.previous = previous
    self.builder = builder
    self.arrivalDueAt = arrivalDueAt
  }

  package static let samples = [
    CaseJudged(
      complaint: Sample.complaint, judgement: .builder, repairBy: .builder, judgedAt: Sample.time,
      clause: "national/1 L03", previous: .developerGap, builder: "中建一局", arrivalDueAt: Sample.later),
    CaseJudged(
      complaint: Sample.complaint, judgement: .builder, repairBy: .builder, judgedAt: Sample.time),
  ]
}
