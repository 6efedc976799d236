package import FoundationEssentials

/// A repair is needed: in round 1 a new order, afterwards rework on the same one.
package struct RepairRequested: Message {
  package static let type = "repair.requested.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  /// Counts from 1; each dissatisfied callback begins the next.
  package let round: Int
  package let unit: UnitAddress
  package let buildingPart: BuildingPart
  package let trade: Trade
  package let requestedAt: Date
  /// End of the limit of R-108; only in round 1.
  package let surveyDueAt: Date?
  /// Who answers for the defect, where that was judged before the request; later it comes as `case.judged.v1`.
  package let judgement: Judgement?
  /// Who does the work by that judgement; there when it is.
  package let repairBy: RepairParty?

  package init(
    complaint: ComplaintNumber, round: Int, unit: UnitAddress, buildingPart: BuildingPart, trade: Trade,
    requestedAt: Date, surveyDueAt: Date? = nil, judgement: Judgement? = nil, repairBy: RepairParty? = nil
  ) {
    self.complaint = complaint
    self.round = round
    self.unit = unit
    self.buildingPart = buildingPart
    self.trade = trade
    self.requestedAt = requestedAt
    self.surveyDueAt = surveyDueAt
    self.judgement = judgement
    self.repairBy = repairBy
  }

  package static let samples = [
    RepairRequested(
      complaint: Sample.complaint, round: 1, unit: Sample.unit, buildingPart: .waterproofing, trade: .waterproofing,
      requestedAt: Sample.time, surveyDueAt: Sample.later, judgement: .developerGap, repairBy: .contractor),
    RepairRequested(
      complaint: Sample.complaint, round: 1, unit: Sample.unitWithoutLocation, buildingPart: .waterproofing,
      trade: .waterproofing,
      requestedAt: Sample.time),
  ]
}
