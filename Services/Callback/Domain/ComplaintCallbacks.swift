package import Foundation
package import Messages

/// All callbacks of one complaint.
///
/// They stand together because they share one series of events, and because R-191 speaks of all of them: a kind and a
/// round have one callback, whatever messages arrive. The same input again changes nothing; one that the state does not
/// allow is refused and leaves everything as it was.
package struct ComplaintCallbacks: Sendable, Equatable {
  package let complaint: ComplaintNumber
  package private(set) var callbacks: [CallbackNumber: Callback]
  /// Counts the events published about the complaint.
  package private(set) var version: Int64

  package init(complaint: ComplaintNumber, callbacks: [Callback] = [], version: Int64 = 0) {
    self.complaint = complaint
    self.callbacks = Dictionary(callbacks.map { ($0.number, $0) }) { first, _ in first }
    self.version = version
  }

  package subscript(number: CallbackNumber) -> Callback? { self.callbacks[number] }

  /// The case was handled: the closing callback gates its end. A customer who has refused to be called about the
  /// case is not asked again: his word stands for this round, too, and dispatch hears it at once.
  /// - Returns: `CallbackScheduled` or `CallbackRefused`; nil when the round has its closing callback.
  package mutating func schedule(
    after message: CaseHandled, rules: CallbackRules, now: Date
  ) -> (any Message)? {
    let limits = rules.closingCallback(after: message.handledAt)
    guard let refusal = self.refusal else {
      return self.schedule(
        .closing, round: message.round, limits: limits, handledBy: message.handledBy, rules: rules, now: now)
    }
    let number = CallbackNumber(complaint: self.complaint, kind: .closing, round: message.round)
    guard self.callbacks[number] == nil else { return nil }
    // Nobody calls, so that nobody may be the wrong one: who has heard the refusal may have handled this round.
    self.callbacks[number] = Callback(
      number: number, from: limits.from, dueAt: limits.dueAt, scheduledAt: now, handledBy: nil, policy: rules.policy,
      satisfiedFromScore: rules.satisfiedFromScore, state: .refused, answer: nil, refusal: refusal)
    self.version += 1
    return CallbackRefused(
      complaint: self.complaint, callback: number, kind: .closing, round: message.round, refusedAt: refusal.refusedAt)
  }

  /// The customer's last refusal to be asked about the case.
  private var refusal: Refusal? {
    self.callbacks.values.compactMap(\.refusal).max { $0.refusedAt < $1.refusedAt }
  }

  /// The case was closed: the milestone callback measures, a week later, what the customer thinks then. A customer
  /// who took his complaint back is called all the same, at once; one who could not be reached or has refused to be asked
  /// or whose complaint was invalid, is not asked.
  /// - Returns: nil when the round has its callback, or gets none.
  package mutating func schedule(
    after message: CaseClosed, rules: CallbackRules, now: Date
  ) -> CallbackScheduled? {
    switch message.outcome {
    case .invalid, .unreachable, .refused: nil
    case _ where self.refusal != nil: nil
    case .withdrawn:
      self.schedule(
        .closing, round: message.round, limits: rules.closingCallback(after: message.closedAt), handledBy: nil,
        rules: rules, now: now)
    default:
      self.schedule(
        .milestone, round: message.round, limits: rules.milestoneCallback(after: message.closedAt), handledBy: nil,
        rules: rules, now: now)
    }
  }

  /// The callbacks up to this round are asked no more: a letter took their place, or the case was opened again
  ///
  /// - Returns: those that were waiting.
  package mutating func cancel(upTo round: Int) -> [CallbackNumber] {
    let waiting = self.callbacks.values.filter {
      $0.number.round <= round && ($0.state == .scheduled || $0.state == .due)
    }
    for callback in waiting { self.callbacks[callback.number]?.state = .cancelled }
    return waiting.map(\.number).sorted { $0.text < $1.text }
  }

  /// Somebody has tried, and reached nobody. Three attempts on three days are enough.
  /// - Parameter isSameDay: whether two instants fall on one day of the company's calendar.
  /// - Returns: nil before the third attempt.
  /// - Throws: `notFound`, or `wrongState` for a callback that is not waiting or was tried today already.
  package mutating func attempt(
    _ number: CallbackNumber, now: Date, isSameDay: (Date, Date) -> Bool
  ) throws(Rejected) -> CallbackUnreachable? {
    guard var callback = self.callbacks[number] else {
      throw Rejected("number", .notFound, "No callback has this number.")
    }
    guard callback.state == .due || (callback.state == .scheduled && callback.kind == .closing), callback.attempts < 3
    else { throw Rejected("state", .wrongState, "This callback is not waiting for another attempt.") }
    if let last = callback.lastAttemptedAt, isSameDay(last, now) {
      throw Rejected("state", .wrongState, "It was tried today already; attempts count on different days (R-187).")
    }
    callback.attempts += 1
    callback.lastAttemptedAt = now
    let isLast = callback.attempts == 3
    if isLast, callback.kind == .milestone { callback.state = .cancelled }
    self.callbacks[number] = callback
    guard isLast else { return nil }
    self.version += 1
    return CallbackUnreachable(
      complaint: self.complaint, callback: number, kind: callback.kind, round: number.round,
      attempts: callback.attempts, unreachableAt: now)
  }

  private mutating func schedule(
    _ kind: CallbackKind, round: Int, limits: (from: Date, dueAt: Date), handledBy: String?, rules: CallbackRules,
    now: Date
  ) -> CallbackScheduled? {
    let number = CallbackNumber(complaint: self.complaint, kind: kind, round: round)
    guard self.callbacks[number] == nil else { return nil }
    self.callbacks[number] = Callback(
      number: number, from: limits.from, dueAt: limits.dueAt, scheduledAt: now, handledBy: handledBy,
      policy: rules.policy, satisfiedFromScore: rules.satisfiedFromScore, state: .scheduled, answer: nil)
    self.version += 1
    return CallbackScheduled(
      complaint: self.complaint, callback: number, kind: kind, round: round, from: limits.from, dueAt: limits.dueAt,
      scheduledAt: now)
  }

  /// The day of a milestone callback has come.
  /// - Returns: nil when the callback has moved on: there is nothing to do then.
  package mutating func fallDue(_ number: CallbackNumber) -> CallbackDue? {
    guard let callback = self.callbacks[number], callback.kind == .milestone, callback.state == .scheduled else {
      return nil
    }
    self.callbacks[number]?.state = .due
    self.version += 1
    return CallbackDue(
      complaint: self.complaint, callback: number, kind: callback.kind, round: number.round, dueAt: callback.dueAt)
  }

  /// The customer has answered.
  /// - Returns: nil when the same answer was written down before.
  /// - Throws: `notFound`, `wrongState`, `conflict` with another answer, or `invalid` when the handler asks about his own
  ///   case.
  package mutating func answer(
    _ number: CallbackNumber, _ answer: Answer
  ) throws(Rejected) -> CallbackAnswered? {
    guard var callback = self.callbacks[number] else {
      throw Rejected("number", .notFound, "No callback has this number.")
    }
    if let known = callback.answer {
      guard known.saysTheSame(as: answer) else {
        throw Rejected("", .conflict, "The callback has another answer already.")
      }
      return nil
    }
    try self.expectCall(of: callback, by: answer.by)
    callback.state = .done
    callback.answer = answer
    self.callbacks[number] = callback
    self.version += 1
    return CallbackAnswered(
      complaint: self.complaint, callback: number, kind: callback.kind, round: number.round, scores: answer.scores,
      isSatisfied: callback.isSatisfied == true, answeredAt: answer.answeredAt)
  }

  /// The customer does not want to be asked.
  /// - Returns: nil when that was written down before.
  /// - Throws: `notFound`, `conflict` with an answer, `wrongState`, or `invalid` when the handler asks about his own case
  ///
  package mutating func refuse(_ number: CallbackNumber, _ refusal: Refusal) throws(Rejected) -> CallbackRefused? {
    guard var callback = self.callbacks[number] else {
      throw Rejected("number", .notFound, "No callback has this number.")
    }
    if callback.state == .refused { return nil }
    guard callback.answer == nil else { throw Rejected("", .conflict, "The customer has answered already.") }
    try self.expectCall(of: callback, by: refusal.by)
    callback.state = .refused
    callback.refusal = refusal
    self.callbacks[number] = callback
    self.version += 1
    return CallbackRefused(
      complaint: self.complaint, callback: number, kind: callback.kind, round: number.round,
      refusedAt: refusal.refusedAt)
  }

  /// - Throws: where this person may not call the customer now.
  private func expectCall(of callback: Callback, by person: String) throws(Rejected) {
    if callback.state == .cancelled || callback.state == .refused {
      throw Rejected("state", .wrongState, "The customer is not asked any more.")
    }
    if callback.kind == .milestone, callback.state == .scheduled {
      throw Rejected("state", .wrongState, "The day of this callback has not come yet (R-179).")
    }
    if callback.kind == .closing, let handler = callback.handledBy, handler == person {
      throw Rejected("by", .invalid, "The handler of a case may not call back about it (R-168).")
    }
  }
}
