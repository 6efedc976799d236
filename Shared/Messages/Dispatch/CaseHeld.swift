package import FoundationEssentials

/// A case is kept beyond its time for a claim or a lawsuit, or nothing holds it any more.
package struct CaseHeld: Message {
  package static let type = "case.held.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let isHeld: Bool
  package let changedAt: Date

  package init(complaint: ComplaintNumber, isHeld: Bool, changedAt: Date) {
    self.complaint = complaint
    self.isHeld = isHeld
    self.changedAt = changedAt
  }

  package static let samples = [CaseHeld(complaint: Sample.complaint, isHeld: true, changedAt: Sample.time)]
}
