package import FoundationEssentials

/// A suggestion or an application has ended, and the customer knows how.
package struct SuggestionClosed: Message {
  package static let type = "suggestion.closed.v1"
  package var subject: String { self.complaint.text }

  /// The number under which intake registered it.
  package let complaint: ComplaintNumber
  package let outcome: SuggestionOutcome
  package let closedAt: Date
  /// The complaint that takes its place, where one was registered.
  package let convertedTo: ComplaintNumber?

  package init(
    complaint: ComplaintNumber, outcome: SuggestionOutcome, closedAt: Date, convertedTo: ComplaintNumber? = nil
  ) {
    self.complaint = complaint
    self.outcome = outcome
    self.closedAt = closedAt
    self.convertedTo = convertedTo
  }

  package static let samples = [
    SuggestionClosed(
      complaint: Sample.complaint, outcome: .converted, closedAt: Sample.time, convertedTo: Sample.complaint),
    SuggestionClosed(complaint: Sample.complaint, outcome: .implemented, closedAt: Sample.time),
  ]
}
