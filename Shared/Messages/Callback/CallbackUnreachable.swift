package import FoundationEssentials

/// Nobody was reached in three attempts: a letter takes the place of the closing callback.
package struct CallbackUnreachable: Message {
  package static let type = "callback.unreachable.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let callback: CallbackNumber
  package let kind: CallbackKind
  package let round: Int
  /// How often somebody tried.
  package let attempts: Int
  package let unreachableAt: Date

  package init(
    complaint: ComplaintNumber, callback: CallbackNumber, kind: CallbackKind, round: Int, attempts: Int,
    unreachableAt: Date
  ) {
    self.complaint = complaint
    self.callback = callback
    self.kind = kind
    self.round = round
    self.attempts = attempts
    self.unreachableAt = unreachableAt
  }

  package static let samples = [
    CallbackUnreachable(
      complaint: Sample.complaint, callback: Sample.callback, kind: .closing, round: 1, attempts: 3,
      unreachableAt: Sample.time)
  ]
}
