package import FoundationEssentials

/// A matter turned out to be of another kind; its number stays.
package struct ComplaintConverted: Message {
  package static let type = "complaint.converted.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let kind: ComplaintKind
  package let previousKind: ComplaintKind
  package let convertedAt: Date

  package init(complaint: ComplaintNumber, kind: ComplaintKind, previousKind: ComplaintKind, convertedAt: Date) {
    self.complaint = complaint
    self.kind = kind
    self.previousKind = previousKind
    self.convertedAt = convertedAt
  }

  package static let samples = [
    ComplaintConverted(
      complaint: Sample.complaint, kind: .complaint, previousKind: .enquiry, convertedAt: Sample.time)
  ]
}
