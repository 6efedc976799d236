package import Foundation
package import Messages
package import WorkCalendar

/// One version of one company's policy values, keyed by the rules they come from.
///
/// A version never changes once a timer may have started with it: a new value is a new version.
package struct PolicyProfile: Sendable, Hashable {
  package let name: String
  package let version: Int
  /// What people call the company.
  package let title: TermName
  /// The first day on which it is in force, until the day on which the next version is.
  package let from: CalendarDay
  /// Limits that hold for every grade, or for each that `gradedLimits` does not name.
  package let limits: [RuleID: Limit]
  /// limits that depend on the grade.
  package let gradedLimits: [RuleID: [Grade: Limit]]
  /// Where the company works in another way than the default.
  package let switches: Set<PolicySwitch>
  /// what a commission number begins with, company and city: `COBZS` in `COBZS001/WXWT001`.
  package let commissionNumberPrefix: String
  /// the lowest score, of 1 to 5, that counts as satisfied.
  package let satisfiedFromScore: Int

  package init(
    name: String, version: Int, title: TermName? = nil, from: CalendarDay = .first, limits: [RuleID: Limit],
    gradedLimits: [RuleID: [Grade: Limit]] = [:], switches: Set<PolicySwitch> = [], commissionNumberPrefix: String,
    satisfiedFromScore: Int
  ) {
    self.name = name
    self.version = version
    self.title = title ?? TermName(name, name)
    self.from = from
    self.limits = limits
    self.gradedLimits = gradedLimits
    self.switches = switches
    self.commissionNumberPrefix = commissionNumberPrefix
    self.satisfiedFromScore = satisfiedFromScore
  }

  /// What a timer stores to find this version again.
  package var reference: PolicyReference { PolicyReference(profile: self.name, version: self.version) }

  /// The limit that the profile sets for the rule, whatever the grade; throws `noLimit` if it sets none.
  package func limit(_ rule: RuleID) throws(PolicyError) -> Limit {
    guard let limit = self.limits[rule] else { throw PolicyError(.noLimit, value: "\(rule.key) in \(self.reference)") }
    return limit
  }

  /// The limit for a complaint of this grade: the grade's own, else the one for every grade; throws
  /// `noLimit` if the profile sets neither.
  package func limit(_ rule: RuleID, _ grade: Grade) throws(PolicyError) -> Limit {
    guard let limit = self.limitIfAny(rule, grade) else {
      throw PolicyError(.noLimit, value: "\(rule.key) for \(grade.rawValue) in \(self.reference)")
    }
    return limit
  }

  /// The same for steps that only some grades owe, such as telling the leader in charge: nil where there is none.
  package func limitIfAny(_ rule: RuleID, _ grade: Grade) -> Limit? {
    self.gradedLimits[rule]?[grade] ?? self.limits[rule]
  }

  /// When the rule's limit runs out if it starts at `start`; throws `noLimit` if the profile sets none.
  package func due(_ rule: RuleID, from start: Date, calendar: WorkCalendar) throws(PolicyError) -> DueDate {
    try self.limit(rule).due(after: start, calendar: calendar)
  }
}
