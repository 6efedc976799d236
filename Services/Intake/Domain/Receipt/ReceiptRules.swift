package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// The limits of receiving a complaint, from the policy that is in force.
package struct ReceiptRules: Sendable {
  package struct Due: Sendable, Equatable {
    package let limit: ReceiptLimit
    package let rule: RuleID
    package let dueAt: Date
    /// Who owes the step; nil for customer service.
    package let unit: ResponsibleUnit?

    /// The date that was set when the letter came, whatever policy holds today.
    package static func acknowledgement(dueAt: Date) -> Due {
      Due(limit: .acknowledgement, rule: .acknowledgement, dueAt: dueAt, unit: nil)
    }

    package func missed(_ complaint: ComplaintNumber, at now: Date) -> ComplaintLimitMissed {
      ComplaintLimitMissed(
        complaint: complaint, limit: self.limit, rule: self.rule.description, dueAt: self.dueAt, missedAt: now,
        unit: self.unit)
    }
  }

  private let acknowledgement: Limit
  private let transfer: Limit
  private let filing: Limit
  private let recordings: Limit
  private let calendar: WorkCalendar
  /// What a timer keeps to know its policy.
  package let timerPayload: [UInt8]

  /// - Throws: `noLimit` when the profile leaves one of the limits out.
  package init(policy: PolicyProfile, calendar: WorkCalendar) throws(PolicyError) {
    self.acknowledgement = try policy.limit(.acknowledgement)
    self.transfer = try policy.limit(.transfer)
    self.filing = try policy.limit(.filing)
    self.recordings = try policy.limit(.recordingRetention)
    self.calendar = calendar
    self.timerPayload = try policy.reference.json()
  }

  /// Until when a recording is kept.
  package func keptUntil(recordedAt storedAt: Date) -> Date {
    self.recordings.due(after: storedAt, calendar: self.calendar).instant
  }

  /// By when the sender of a letter has to be told that it has arrived; nil for every other door.
  package func acknowledgement(of report: ComplaintReported) -> Due? {
    guard report.channel == .letter else { return nil }
    return .acknowledgement(
      dueAt: self.acknowledgement.due(after: report.receivedAt, calendar: self.calendar).instant)
  }

  /// By when the department that received the complaint had to have it here: one that is not its own within the limit of
  /// R-024, its own within that of R-023 once it has handled it. Nil for customer service itself.
  package func handOver(of report: ComplaintReported) -> Due? {
    guard let receipt = report.receipt, let unit = receipt.unit, unit != .customerService else { return nil }
    if receipt.ownCase == true {
      return receipt.handledAt.map { handledAt in
        Due(
          limit: .filing, rule: .filing, dueAt: self.filing.due(after: handledAt, calendar: self.calendar).instant,
          unit: unit)
      }
    }
    return Due(
      limit: .transfer, rule: .transfer,
      dueAt: self.transfer.due(after: report.receivedAt, calendar: self.calendar).instant, unit: unit)
  }
}
