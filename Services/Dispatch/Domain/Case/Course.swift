package import Foundation
package import Messages
package import Policy

/// What has happened to a case and is not asked for by queries: limits, plan, and why it stands where it stands.
package struct Course: Sendable, Equatable, Codable {
  /// Counts the changes of the case, also those that no event tells; what an ETag shows.
  package internal(set) var revision: Int64 = 0
  /// The limits of the case, each once: those that run, and those of the past that were not started again.
  package internal(set) var timers: [CaseTimer] = []
  /// Units that contribute; the clock runs against the lead.
  package internal(set) var contributors: [ResponsibleUnit] = []
  /// What the customer was told of the plan.
  package internal(set) var stages: [PlannedStage] = []
  package internal(set) var skipped: [SkippedStage] = []
  package internal(set) var escalation: Escalation?
  package internal(set) var suspension: Suspension?
  /// Staff account of whoever handled it, who may not call back.
  package internal(set) var handledBy: String?
  /// When something was last recorded about it: a step, or that somebody looked.
  package internal(set) var lookedAt: Date?
  /// Three calls found nobody.
  package internal(set) var unreachableAt: Date?
  /// The letter in place of the callback.
  package internal(set) var letterSentAt: Date?
  /// The unit from which a withdrawn project department handed it over.
  package internal(set) var handedOverFrom: ResponsibleUnit?
  package internal(set) var handedOverAt: Date?
  /// Who answers, and who repairs, by the judgement that stands; nil before the first.
  package internal(set) var judgement: Judgement?
  package internal(set) var repairBy: RepairParty?
  /// The policy in force when it ended, by which it is opened again and kept; nil for what ended before this was noted.
  package internal(set) var endedUnder: PolicyReference?
  /// Why it is kept beyond its time; nil where it is not.
  package internal(set) var hold: Hold?
  /// When what it said of people was taken away.
  package private(set) var anonymisedAt: Date?

  package init() {}

  mutating func anonymise(at now: Date) {
    self.stages = self.stages.map { PlannedStage(name: "", dueAt: $0.dueAt, doneAt: $0.doneAt) }
    self.skipped = self.skipped.map { SkippedStage(stage: $0.stage, reason: "") }
    self.anonymisedAt = now
  }
}

/// A stage of the plan with the date that the customer was told.
package struct PlannedStage: Sendable, Equatable, Codable {
  package let name: String
  package let dueAt: Date
  package internal(set) var doneAt: Date?

  package init(name: String, dueAt: Date, doneAt: Date? = nil) {
    self.name = name
    self.dueAt = dueAt
    self.doneAt = doneAt
  }
}

/// A stage of R-067 that was passed over.
package struct SkippedStage: Sendable, Equatable, Codable {
  package let stage: Case.Stage
  package let reason: String
}

/// Why the leader in charge has to decide.
package struct Escalation: Sendable, Equatable, Codable {
  package enum Cause: String, Sendable, Codable {
    /// Departments disagree.
    case dispute
    /// Given back a third time.
    case returns
  }

  package let cause: Cause
  package let since: Date
}

/// A case is kept beyond its time, for a claim or a lawsuit.
package struct Hold: Sendable, Equatable, Codable {
  package let since: Date
  /// Staff account; nil where the kind of the case, or a court, demands it.
  package let by: String?

  package init(since: Date, by: String?) {
    self.since = since
    self.by = by
  }
}

/// Why a case waits, and when somebody looks at it again.
package struct Suspension: Sendable, Equatable, Codable {
  package struct Cause: Term {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let customer = Cause("customer")
    package static let court = Cause("court")
    package static let season = Cause("season")

    package static let names: [Cause: TermName] = [
      .customer: TermName("等待客户", "the customer"),
      .court: TermName("等待诉讼结果", "a court"),
      .season: TermName("等待季节", "the season"),
    ]
  }

  package let cause: Cause
  package let since: Date
  package let reviewAt: Date
}
