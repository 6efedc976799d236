extension PolicyProfile {
  /// The manual of China Overseas (中海地产), the default; where it is silent, the handbook's assumption.
  package static let cohl = PolicyProfile(
    name: "cohl", version: 1,
    limits: [
      // Manual §9.2.3 sets no figure; one working day by analogy with §9.2.4.
      .assignment: Limit(trusted: 1, .workingDays),
      // Manual §9.3.2.
      .reply: Limit(trusted: 2, .workingDays),
      // Manual §11.2.2; an appointment with the owner replaces it.
      .survey: Limit(trusted: 2, .workingDays),
      // Manual §8.1.5 and §9.5 demand it without a figure; assumed.
      .closingCallback: Limit(trusted: 3, .workingDays),
      // Manual §9.5 sets no figure; assumed. The notice to the unit (one working day) needs no limit: it is the event
      // that reopens the case.
      .newPlan: Limit(trusted: 2, .workingDays),
      // Manual §11.2.10.3, "within one week".
      .repairCallback: Limit(trusted: 7, .calendarDays),
      // From the other developer's procedure, III.2.2: the questionnaire falls due one week after closing.
      .milestoneCallback: Limit(trusted: 1, .weeks),
      // Assumed: how long a milestone callback may wait once due.
      .milestoneCallbackLatest: Limit(trusted: 5, .workingDays),
    ],
    commissionNumberPrefix: "COBZS", satisfiedFromScore: 4)
}
