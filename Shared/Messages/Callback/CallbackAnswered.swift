package import FoundationEssentials

/// The customer has answered. The remark stays in callback.
package struct CallbackAnswered: Message {
  package static let type = "callback.answered.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let callback: CallbackNumber
  package let kind: CallbackKind
  package let round: Int
  package let scores: Scores
  /// Every score is 4 or 5.
  package let isSatisfied: Bool
  package let answeredAt: Date

  package init(
    complaint: ComplaintNumber, callback: CallbackNumber, kind: CallbackKind, round: Int, scores: Scores,
    isSatisfied: Bool, answeredAt: Date
  ) {
    self.complaint = complaint
    self.callback = callback
    self.kind = kind
    self.round = round
    self.scores = scores
    self.isSatisfied = isSatisfied
    self.answeredAt = answeredAt
  }

  package static let samples = [
    CallbackAnswered(
      complaint: Sample.complaint, callback: Sample.callback, kind: .closing, round: 1, scores: Sample.scores,
      isSatisfied: true, answeredAt: Sample.time)
  ]
}
