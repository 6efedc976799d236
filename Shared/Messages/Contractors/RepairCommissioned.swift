package import FoundationEssentials

/// A listed contractor has the order by a numbered letter.
package struct RepairCommissioned: Message {
  package static let type = "repair.commissioned.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let commission: CommissionNumber
  package let contractor: ContractorCode
  /// The firm.
  package let contractorName: String
  package let trade: Trade
  package let commissionedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, commission: CommissionNumber, contractor: ContractorCode,
    contractorName: String, trade: Trade, commissionedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.commission = commission
    self.contractor = contractor
    self.contractorName = contractorName
    self.trade = trade
    self.commissionedAt = commissionedAt
  }

  package static let samples = [
    RepairCommissioned(
      complaint: Sample.complaint, order: Sample.order, commission: Sample.commission, contractor: Sample.contractor,
      contractorName: "东方防水工程有限公司", trade: .waterproofing, commissionedAt: Sample.time)
  ]
}
