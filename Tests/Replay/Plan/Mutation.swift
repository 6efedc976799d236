/// A mistake built into the machinery on purpose, to see that the simulation finds it.
enum Mutation: String, CaseIterable, Sendable {
  /// A relay deletes a row when it sends it, and not when the broker has confirmed it.
  case deleteBeforeConfirm = "delete-before-confirm"
  /// An inbox takes every message for a new one.
  case forgetClaim = "forget-claim"
  /// A consumer acknowledges before it has committed.
  case acknowledgeFirst = "acknowledge-first"
  /// A relay does not wait for the confirm of a subject's message before it sends the next.
  case publishAhead = "publish-ahead"
  /// What waits for a subject does not hold back what comes after it.
  case forgetBlocked = "forget-blocked"
  /// Dispatch closes a case when its callback is scheduled.
  case closeUnasked = "close-unasked"
}
