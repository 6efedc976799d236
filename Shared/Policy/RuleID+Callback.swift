/// The limits of asking the customer.
extension RuleID {
  /// the closing callback; runs from the end of handling.
  package static let closingCallback = RuleID(trusted: 167)
  /// a new plan after a dissatisfied callback; runs from the callback.
  package static let newPlan = RuleID(trusted: 171)
  /// the telephone call after a repair; runs from its completion.
  package static let repairCallback = RuleID(trusted: 173)
  /// the milestone callback falls due; runs from closing.
  package static let milestoneCallback = RuleID(trusted: 176)
  /// the milestone callback is missed; runs from its due day, the last day of that limit.
  ///
  /// Start it from `calendar.start(of: due.day)`: `due.instant` is 24:00, which already belongs to the day after.
  package static let milestoneCallbackLatest = RuleID(trusted: 179)
  /// how long a customer who could not be reached has to answer the letter; runs from the letter.
  package static let unreachableLetter = RuleID(trusted: 188)
}
