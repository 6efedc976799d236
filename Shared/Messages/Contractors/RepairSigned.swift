package import FoundationEssentials

/// The owner has signed for the work.
package struct RepairSigned: Message {
  package static let type = "repair.signed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let contractor: ContractorCode
  package let round: Int
  package let signedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, contractor: ContractorCode, round: Int, signedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.contractor = contractor
    self.round = round
    self.signedAt = signedAt
  }

  package static let samples = [
    RepairSigned(
      complaint: Sample.complaint, order: Sample.order, contractor: Sample.contractor, round: 1, signedAt: Sample.time)
  ]
}
