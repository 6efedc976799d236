package import FoundationEssentials

/// Contractor and developer both find the work good: the owner may be asked to sign.
package struct RepairAccepted: Message {
  package static let type = "repair.accepted.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let round: Int
  package let acceptedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, round: Int, acceptedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.round = round
    self.acceptedAt = acceptedAt
  }

  package static let samples = [
    RepairAccepted(
      complaint: Sample.complaint, order: Sample.order, round: 1, acceptedAt: Sample.time)
  ]
}
