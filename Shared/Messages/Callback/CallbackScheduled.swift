package import FoundationEssentials

/// The customer is to be asked.
package struct CallbackScheduled: Message {
  package static let type = "callback.scheduled.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let callback: CallbackNumber
  package let kind: CallbackKind
  package let round: Int
  /// Not before: at once for a closing callback, the due day for a milestone.
  package let from: Date
  /// At latest.
  package let dueAt: Date
  package let scheduledAt: Date

  package init(
    complaint: ComplaintNumber, callback: CallbackNumber, kind: CallbackKind, round: Int, from: Date, dueAt: Date,
    scheduledAt: Date
  ) {
    self.complaint = complaint
    self.callback = callback
    self.kind = kind
    self.round = round
    self.from = from
    self.dueAt = dueAt
    self.scheduledAt = scheduledAt
  }

  package static let samples = [
    CallbackScheduled(
      complaint: Sample.complaint, callback: Sample.callback, kind: .closing, round: 1, from: Sample.time,
      dueAt: Sample.later, scheduledAt: Sample.time)
  ]
}
