package import FoundationEssentials

/// The customer does not want to be called: no answer, not satisfied, and not asked again about this case.
package struct CallbackRefused: Message {
  package static let type = "callback.refused.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let callback: CallbackNumber
  package let kind: CallbackKind
  package let round: Int
  package let refusedAt: Date

  package init(
    complaint: ComplaintNumber, callback: CallbackNumber, kind: CallbackKind, round: Int, refusedAt: Date
  ) {
    self.complaint = complaint
    self.callback = callback
    self.kind = kind
    self.round = round
    self.refusedAt = refusedAt
  }

  package static let samples = [
    CallbackRefused(
      complaint: Sample.complaint, callback: Sample.callback, kind: .closing, round: 1, refusedAt: Sample.time)
  ]
}
