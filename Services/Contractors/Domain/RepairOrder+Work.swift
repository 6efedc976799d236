package import Foundation
package import Messages

/// From the contractor's completion to the owner's signature: contractor done, developer accepted, owner signed.
extension RepairOrder {
  /// A completion can be taken.
  package var awaitsCompletion: Bool { self.state == .commissioned || self.state == .inWork }

  /// The contractor who holds the order has finished. Who may say so is `CompletionReport`'s to judge.
  mutating func complete(at completedAt: Date) throws(Rejected) -> RepairCompleted {
    guard self.awaitsCompletion, let commission = self.commission else {
      throw self.wrongState("only commissioned work can be completed.")
    }
    self.state = .workDone
    self.completedAt = completedAt
    return self.publishing(
      RepairCompleted(
        complaint: self.complaint, order: self.number, contractor: commission.contractor, round: self.round,
        completedAt: completedAt))
  }

  /// The developer finds the work good.
  /// - Returns: nil when the same supervisor said so before.
  package mutating func accept(by supervisor: String, now: Date) throws(Rejected) -> RepairAccepted? {
    if self.state == .accepted, self.acceptance?.by == supervisor { return nil }
    guard self.state == .workDone else {
      throw self.wrongState("only completed work can be accepted.")
    }
    self.state = .accepted
    self.acceptance = Acceptance(by: supervisor, acceptedAt: now)
    return self.publishing(
      RepairAccepted(complaint: self.complaint, order: self.number, round: self.round, acceptedAt: now))
  }

  /// The developer does not find the work good.
  package mutating func refuseAcceptance(
    reason: String, by supervisor: String, now: Date
  ) throws(Rejected) -> RepairReworkOrdered {
    guard self.state == .workDone, let commission = self.commission else {
      throw self.wrongState("only completed work can be refused.")
    }
    return self.sendBack(commission, Rework(cause: .acceptance, reason: reason, by: supervisor, orderedAt: now))
  }

  /// The owner confirms the work.
  /// - Returns: nil when the owner has signed with the same opinion before.
  package mutating func sign(opinion: String?, now: Date) throws(Rejected) -> RepairSigned? {
    if self.state == .signed, self.signature?.opinion == opinion { return nil }
    guard self.state == .accepted, let commission = self.commission else {
      throw self.wrongState("the owner is asked to sign accepted work only (R-131).")
    }
    self.state = .signed
    self.signature = Signature(opinion: opinion, signedAt: now)
    return self.publishing(
      RepairSigned(
        complaint: self.complaint, order: self.number, contractor: commission.contractor, round: self.round,
        signedAt: now))
  }

  /// The owner will not sign: the reason is recorded, the contractor goes back.
  package mutating func refuseSignature(reason: String, now: Date) throws(Rejected) -> RepairReworkOrdered {
    guard self.state == .accepted, let commission = self.commission else {
      throw self.wrongState("the owner is asked to sign accepted work only (R-131).")
    }
    return self.sendBack(commission, Rework(cause: .owner, reason: reason, by: nil, orderedAt: now))
  }

  /// What was done and found good so far counts no longer.
  mutating func forgetWork() {
    self.completedAt = nil
    self.acceptance = nil
    self.signature = nil
  }

  /// Back to work.
  mutating func sendBack(_ commission: Commission, _ rework: Rework) -> RepairReworkOrdered {
    self.state = .inWork
    self.forgetWork()
    self.reworks += 1
    self.lastRework = rework
    return self.publishing(
      RepairReworkOrdered(
        complaint: self.complaint, order: self.number, contractor: commission.contractor, round: self.round,
        cause: rework.cause, orderedAt: rework.orderedAt))
  }
}
