import Foundation
import Messages
package import Policy
package import WorkCalendar

/// The limits of cases as one version of a policy sets them, in working time.
package struct CaseRules: Sendable {
  /// For limits that begin now.
  package let policy: PolicyProfile
  /// Where the versions are found that running limits began with.
  private let register: PolicyRegister
  package let calendar: WorkCalendar

  /// The rule that sets each limit.
  private static let rules: [CaseDeadline: RuleID] = [
    .assignment: .assignment, .firstResponse: .firstResponse, .leaderTold: .leaderTold, .upwardReport: .upwardReport,
    .reply: .reply, .survey: .survey, .returnDecision: .returnDecision, .decision: .disputeDecision,
    .handling: .handling, .evaluation: .evaluation, .callback: .closingCallback, .newPlan: .newPlan,
    .review: .suspensionReview, .objection: .unreachableLetter, .handlingReport: .handlingReport,
    .returnOpinion: .giveBack, .builderArrival: .builderArrival,
  ]

  /// Those that every case may meet; the others are owed by some grades only.
  private static let required: [RuleID] = [
    .assignment, .reply, .survey, .returnDecision, .disputeDecision, .handling, .handlingWithCommission, .evaluation,
    .closingCallback, .newPlan, .suspensionReview, .unreachableLetter, .escalationToManager, .escalationToLeader,
    .reopening, .followUp, .giveBack, .enquiryAnswer, .builderArrival, .retention,
  ]

  /// - Throws: `noLimit` when the policy leaves out a limit that every case may meet.
  package init(
    policy: PolicyProfile, of register: PolicyRegister = .standard, calendar: WorkCalendar
  ) throws(PolicyError) {
    for rule in Self.required {
      for grade in Grade.known { _ = try policy.limit(rule, grade) }
    }
    self.policy = policy
    self.register = register
    self.calendar = calendar
  }

  /// The limit for a case of this grade; nil where the grade owes no such step.
  /// - Parameter version: of the policy, where something began by it that goes on; nil for what begins now.
  func timer(
    _ name: CaseDeadline, by rule: RuleID? = nil, grade: Grade, from start: Date, version: PolicyReference? = nil
  ) -> CaseTimer? {
    let policy = self.policy(of: version)
    guard let rule = rule ?? Self.rules[name], let limit = policy.limitIfAny(rule, grade) else { return nil }
    return self.timer(name, rule, .limit(limit), policy, from: start)
  }

  /// A date that the customer, or a review, was promised.
  func promise(_ name: CaseDeadline, rule: RuleID, from start: Date, dueAt: Date) -> CaseTimer {
    self.timer(name, rule, .promised(dueAt), self.policy, from: start)
  }

  private func timer(
    _ name: CaseDeadline, _ rule: RuleID, _ terms: RunningLimit.Terms, _ policy: PolicyProfile, from start: Date
  ) -> CaseTimer {
    CaseTimer(name, RunningLimit(rule: rule, terms, policy: policy.reference, startedAt: start), self.calendar)
  }

  private func policy(of version: PolicyReference?) -> PolicyProfile {
    version.flatMap { try? self.register.profile($0) } ?? self.policy
  }

  /// so long after the last day of an expired limit the next in the ladder is told, by the version it began with.
  func escalation(of timer: CaseTimer, by rule: RuleID) -> Date? {
    let lastDay = self.calendar.start(of: self.calendar.lastDay(of: timer.dueAt))
    return self.policy(of: timer.limit.policy).limitIfAny(rule, .general)?.due(after: lastDay, calendar: self.calendar)
      .instant
  }

  /// Until when somebody has to look at a case again.
  func followUp(after lookedAt: Date) -> Date {
    self.policy.limitIfAny(.followUp, .general)?.due(after: lookedAt, calendar: self.calendar).instant ?? lookedAt
  }

  /// Until when what it says of people is kept.
  /// - Parameter version: as for ``timer(_:by:grade:from:version:)``.
  func keptUntil(_ start: Date, version: PolicyReference?) -> Date {
    self.policy(of: version).limitIfAny(.retention, .general)?.due(after: start, calendar: self.calendar).instant
      ?? .distantFuture
  }

  /// Until when a closed case is opened again under its number.
  /// - Parameter version: as for ``timer(_:by:grade:from:version:)``.
  func reopenedUntil(_ closedAt: Date, version: PolicyReference?) -> Date {
    self.policy(of: version).limitIfAny(.reopening, .general)?.due(after: closedAt, calendar: self.calendar).instant
      ?? closedAt
  }
}
