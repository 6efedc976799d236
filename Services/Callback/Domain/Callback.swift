package import Foundation
package import Messages
package import Policy

/// One question to one customer about one round of a case (state machine 3.5, main path).
///
/// `ComplaintCallbacks` changes it, because two callbacks of a complaint share one series of events.
package struct Callback: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    /// A closing callback can be made at once and is left by the answer. A milestone callback waits for its day.
    case scheduled
    /// The day of a milestone callback has come. Left by the answer.
    case due
    /// The customer has answered. Nothing leaves it.
    case done
    /// The customer does not want to be asked. Nothing leaves it.
    case refused
    /// Nobody is asked any more: the case went on without the answer. Nothing leaves it.
    case cancelled
  }

  package let number: CallbackNumber
  /// Not before: at once for a closing callback, the due day for a milestone.
  package let from: Date
  /// At latest.
  package let dueAt: Date
  package let scheduledAt: Date
  /// Who handled the case, and therefore may not ask about it.
  package let handledBy: String?
  /// The policy version that set the limits and the score below. It stays in force for this callback.
  package let policy: PolicyReference
  /// From which score on the customer counts as satisfied.
  package let satisfiedFromScore: Int

  package internal(set) var state: State
  /// How often nobody was reached, and when last.
  package internal(set) var attempts: Int
  package internal(set) var lastAttemptedAt: Date?
  /// Once `done`.
  package internal(set) var answer: Answer?
  /// Once `refused`: to whom the customer said so, and when; it may have been in a round before.
  package internal(set) var refusal: Refusal?

  package init(
    number: CallbackNumber, from: Date, dueAt: Date, scheduledAt: Date, handledBy: String?, policy: PolicyReference,
    satisfiedFromScore: Int, state: State, attempts: Int = 0, lastAttemptedAt: Date? = nil, answer: Answer?,
    refusal: Refusal? = nil
  ) {
    self.number = number
    self.from = from
    self.dueAt = dueAt
    self.scheduledAt = scheduledAt
    self.handledBy = handledBy
    self.policy = policy
    self.satisfiedFromScore = satisfiedFromScore
    self.state = state
    self.attempts = attempts
    self.lastAttemptedAt = lastAttemptedAt
    self.answer = answer
    self.refusal = refusal
  }

  package var kind: CallbackKind { self.number.kind }

  /// every score counts; one bad one is a dissatisfied customer. Nil before the answer.
  package var isSatisfied: Bool? {
    self.answer.map { $0.scores.lowest >= self.satisfiedFromScore }
  }
}
