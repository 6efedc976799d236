package import Foundation
package import Messages

/// What the case decides after the customer was asked: another round, or the end.
extension RepairOrder {
  /// The customer is not satisfied: the next round begins on the same order.
  /// - Returns: nil when this round, or a later one, has begun before.
  package mutating func repeatWork(_ request: RepairRequested, now: Date) throws(Rejected) -> RepairReworkOrdered? {
    guard request.round > self.round else { return nil }
    guard self.state == .signed, let commission = self.commission else {
      throw self.wrongState("another round begins on signed work only.")
    }
    self.round = request.round
    return self.sendBack(commission, Rework(cause: .callback, reason: nil, by: nil, orderedAt: now))
  }

  /// The case has ended.
  package mutating func close(_ message: CaseClosed) throws(Rejected) {
    if self.state == .closed { return }
    guard self.state == .signed else {
      throw self.wrongState("a case ends with signed work only.")
    }
    self.state = .closed
    self.closedAt = message.closedAt
  }
}
