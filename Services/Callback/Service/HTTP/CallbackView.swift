import CallbackDomain
import Foundation
import Messages

struct CallbackPage: Codable {
  let callbacks: [CallbackView]
  /// What to give as `after` for the next page; absent on the last.
  let next: CallbackNumber?
}

/// A callback as it is shown.
struct CallbackView: Codable {
  let number: CallbackNumber
  let complaint: ComplaintNumber
  let kind: CallbackKind
  let round: Int
  let state: String
  let from: Date
  let dueAt: Date
  let scheduledAt: Date
  let handledBy: String?
  let attempts: Int
  let scores: Scores?
  let isSatisfied: Bool?
  let remark: String?
  let answeredBy: String?
  let answeredAt: Date?
  let refusedBy: String?
  let refusedAt: Date?

  /// - Parameter showsRemark: only where one callback is asked for: a remark may hold personal data.
  init(_ callback: Callback, showsRemark: Bool) {
    self.number = callback.number
    self.complaint = callback.number.complaint
    self.kind = callback.kind
    self.round = callback.number.round
    self.state = callback.state.rawValue
    self.from = callback.from
    self.dueAt = callback.dueAt
    self.scheduledAt = callback.scheduledAt
    self.handledBy = callback.handledBy
    self.attempts = callback.attempts
    self.scores = callback.answer?.scores
    self.isSatisfied = callback.isSatisfied
    self.remark = showsRemark ? callback.answer?.remark : nil
    self.answeredBy = callback.answer?.by
    self.answeredAt = callback.answer?.answeredAt
    self.refusedBy = callback.refusal?.by
    self.refusedAt = callback.refusal?.refusedAt
  }
}
