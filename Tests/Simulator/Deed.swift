import AMQP
import Foundation
import Messages

/// Something that somebody outside of redress does at a time of his own.
struct Deed: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case complaint
    case repeatedComplaint = "repeated complaint"
    case brokenMessage = "broken message"
    case fact = "fact about a home"
    case assignment, reply, survey, judgement, completion, acceptance, signature
    case newPlan = "new plan"
    case handling = "matter done"
    case closingCallback = "closing callback"
    case milestoneCallback = "milestone callback"
  }

  enum Means: Sendable {
    /// Published by a broker user.
    case message(AMQPMessage, by: String)
    case request(FormRequest)
  }

  let kind: Kind
  /// The reference or the number of what it is about.
  let subject: String
  let dueAt: Date
  let means: Means

  func moved(to dueAt: Date) -> Deed { Deed(kind: self.kind, subject: self.subject, dueAt: dueAt, means: self.means) }
}
