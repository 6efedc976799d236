package import FoundationEssentials

/// The time to keep what is known of people in a case, or a suggestion, has passed: whoever holds words about it, or
/// the home that it was about, takes them away.
package struct CaseAnonymised: Message {
  package static let type = "case.anonymised.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let anonymisedAt: Date

  package init(complaint: ComplaintNumber, anonymisedAt: Date) {
    self.complaint = complaint
    self.anonymisedAt = anonymisedAt
  }

  package static let samples = [CaseAnonymised(complaint: Sample.complaint, anonymisedAt: Sample.time)]
}
