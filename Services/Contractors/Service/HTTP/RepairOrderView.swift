import ContractorsDomain
import Foundation
import Messages

struct RepairOrderPage: Codable {
  let repairOrders: [RepairOrderView]
  /// What to give as `after` for the next page; absent on the last.
  let next: RepairOrderNumber?
}

/// A repair order as it is shown.
struct RepairOrderView: Codable {
  struct Rework: Codable {
    let cause: ReworkCause
    let reason: String?
    let by: String?
    let orderedAt: Date
  }

  let number: RepairOrderNumber
  let complaint: ComplaintNumber
  let state: String
  let round: Int
  let unit: UnitAddress
  let buildingPart: BuildingPart
  let trade: Trade
  let requestedAt: Date
  let surveyDueAt: Date?
  let judgement: Judgement?
  let finding: String?
  let surveyedBy: String?
  let surveyedAt: Date?
  /// Who answers by customer service's judgement; `judgement` is what was thought on the spot.
  let liability: Judgement?
  let repairBy: RepairParty?
  let contractor: ContractorCode?
  let commission: CommissionNumber?
  let commissionedAt: Date?
  let completedAt: Date?
  let acceptedBy: String?
  let acceptedAt: Date?
  let ownerOpinion: String?
  let signedAt: Date?
  let reworks: Int
  let lastRework: Rework?
  let closedAt: Date?

  init(_ order: RepairOrder) {
    self.number = order.number
    self.complaint = order.complaint
    self.state = order.state.rawValue
    self.round = order.round
    self.unit = order.address
    self.buildingPart = order.buildingPart
    self.trade = order.trade
    self.requestedAt = order.requestedAt
    self.surveyDueAt = order.surveyDueAt
    self.judgement = order.survey?.judgement
    self.finding = order.survey?.finding
    self.surveyedBy = order.survey?.by
    self.surveyedAt = order.survey?.surveyedAt
    self.liability = order.liability?.judgement
    self.repairBy = order.liability?.repairBy
    self.contractor = order.commission?.contractor
    self.commission = order.commission?.number
    self.commissionedAt = order.commission?.issuedAt
    self.completedAt = order.completedAt
    self.acceptedBy = order.acceptance?.by
    self.acceptedAt = order.acceptance?.acceptedAt
    self.ownerOpinion = order.signature?.opinion
    self.signedAt = order.signature?.signedAt
    self.reworks = order.reworks
    self.lastRework = order.lastRework.map {
      Rework(cause: $0.cause, reason: $0.reason, by: $0.by, orderedAt: $0.orderedAt)
    }
    self.closedAt = order.closedAt
  }
}
