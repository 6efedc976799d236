package import FoundationEssentials

/// The day of a milestone callback has come.
package struct CallbackDue: Message {
  package static let type = "callback.due.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let callback: CallbackNumber
  package let kind: CallbackKind
  package let round: Int
  /// At latest.
  package let dueAt: Date

  package init(
    complaint: ComplaintNumber, callback: CallbackNumber, kind: CallbackKind, round: Int, dueAt: Date
  ) {
    self.complaint = complaint
    self.callback = callback
    self.kind = kind
    self.round = round
    self.dueAt = dueAt
  }

  package static let samples = [
    CallbackDue(
      complaint: Sample.complaint, callback: Sample.callback, kind: .closing, round: 1, dueAt: Sample.later)
  ]
}
