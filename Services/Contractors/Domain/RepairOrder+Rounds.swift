package import Foundation
package import Messages

/// What the case decides after the customer was asked: another round, or the end.
extension RepairOrder {
  /// The customer is not satisfied: the next round begins on the same order, wherever it stands, because a unit may
  /// have reported done what a contractor still works at. What was done is done again by its contractor, or by whom
  /// customer service has judged since.
  /// - Returns: nil when this round, or a later one, has begun before, and where nobody has to go back.
  package mutating func repeatWork(_ request: RepairRequested, now: Date) -> RepairReworkOrdered? {
    guard request.round > self.round else { return nil }
    self.round = request.round
    self.closedAt = nil
    self.liability = Liability(request) ?? self.liability
    if self.awaitsCompletion { return nil }
    guard let commission, self.liability.map({ $0.repairBy == .contractor }) ?? true else {
      self.forgetWork()
      self.state = self.stateBeforeAward
      return nil
    }
    return self.sendBack(commission, Rework(cause: .callback, reason: nil, by: nil, orderedAt: now))
  }

  /// The case has ended: with signed work, with what no contractor had to do, or without it, by one of the named exceptions
  /// of R-068 or because another unit has settled the matter.
  package mutating func close(_ message: CaseClosed) {
    // A closing of a round that is over has nothing to say about this one.
    guard self.state != .closed, self.state != .cancelled, message.round >= self.round else { return }
    self.state = self.state == .signed || self.isSettledElsewhere ? .closed : .cancelled
    self.closedAt = message.closedAt
  }
}
