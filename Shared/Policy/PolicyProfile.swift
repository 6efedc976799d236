package import Foundation
package import WorkCalendar

/// One version of one company's policy values, keyed by the rules they come from.
///
/// A version never changes once a timer may have started with it: a new value is a new version.
package struct PolicyProfile: Sendable, Hashable {
  package let name: String
  package let version: Int
  package let limits: [RuleID: Limit]
  /// what a commission number begins with, company and city: `COBZS` in `COBZS001/WXWT001`.
  package let commissionNumberPrefix: String
  /// the lowest score, of 1 to 5, that counts as satisfied.
  package let satisfiedFromScore: Int

  package init(
    name: String, version: Int, limits: [RuleID: Limit], commissionNumberPrefix: String, satisfiedFromScore: Int
  ) {
    self.name = name
    self.version = version
    self.limits = limits
    self.commissionNumberPrefix = commissionNumberPrefix
    self.satisfiedFromScore = satisfiedFromScore
  }

  /// What a timer stores to find this version again.
  package var reference: PolicyReference { PolicyReference(profile: self.name, version: self.version) }

  /// The limit that the profile sets for the rule; throws `noLimit` if it sets none.
  package func limit(_ rule: RuleID) throws(PolicyError) -> Limit {
    guard let limit = self.limits[rule] else { throw PolicyError(.noLimit, value: "\(rule) in \(self.reference)") }
    return limit
  }

  /// When the rule's limit runs out if it starts at `start`; throws `noLimit` if the profile sets none.
  package func due(_ rule: RuleID, from start: Date, calendar: WorkCalendar) throws(PolicyError) -> DueDate {
    try self.limit(rule).due(after: start, calendar: calendar)
  }
}
