package import FoundationEssentials

/// The contractor who holds the order has finished; acceptance is next.
package struct RepairCompleted: Message {
  package static let type = "repair.completed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let contractor: ContractorCode
  package let round: Int
  package let completedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, contractor: ContractorCode, round: Int, completedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.contractor = contractor
    self.round = round
    self.completedAt = completedAt
  }

  package static let samples = [
    RepairCompleted(
      complaint: Sample.complaint, order: Sample.order, contractor: Sample.contractor, round: 1,
      completedAt: Sample.time)
  ]
}
