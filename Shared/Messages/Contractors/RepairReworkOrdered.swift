package import FoundationEssentials

/// The contractor has to go back: acceptance failed, the owner would not sign, or the callback was dissatisfied.
package struct RepairReworkOrdered: Message {
  package static let type = "repair.rework-ordered.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let contractor: ContractorCode
  package let round: Int
  package let cause: ReworkCause
  package let orderedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, contractor: ContractorCode, round: Int, cause: ReworkCause,
    orderedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.contractor = contractor
    self.round = round
    self.cause = cause
    self.orderedAt = orderedAt
  }

  package static let samples = [
    RepairReworkOrdered(
      complaint: Sample.complaint, order: Sample.order, contractor: Sample.contractor, round: 1, cause: .callback,
      orderedAt: Sample.time)
  ]
}
