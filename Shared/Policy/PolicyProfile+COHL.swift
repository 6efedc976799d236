import Messages

extension PolicyProfile {
  /// The manual of China Overseas (中海地产), the default; where it is silent, the handbook's assumption.
  package static let cohl = PolicyProfile(
    name: "cohl", version: 1,
    limits: [
      .acknowledgement: Limit(trusted: 1, .workingDays),  // assumed
      // Manual §9.2.3 sets no figure; one working day by analogy with §9.2.4.
      .assignment: Limit(trusted: 1, .workingDays),
      // Manual §9.2.4.
      .filing: Limit(trusted: 2, .workingDays),
      .transfer: Limit(trusted: 1, .workingDays),
      .enquiryAnswer: Limit(trusted: 1, .workingDays),  // assumed
      .groupWindow: Limit(trusted: 1, .months),  // assumed
      .hotWindow: Limit(trusted: 1, .months),
      .specialReport: Limit(trusted: 1, .weeks),
      .disputeReport: Limit(trusted: 1, .workingDays),  // assumed
      .disputeDecision: Limit(trusted: 2, .workingDays),  // assumed
      .followUp: Limit(trusted: 1, .weeks),  // assumed
      // Manual §9.3.2.
      .reply: Limit(trusted: 2, .workingDays),
      // A06: assumed.
      .handling: Limit(trusted: 15, .calendarDays),
      .handlingWithCommission: Limit(trusted: 30, .calendarDays),
      .evaluation: Limit(trusted: 3, .workingDays),  // assumed
      .giveBack: Limit(trusted: 1, .workingDays),  // assumed, as R-024
      .returnDecision: Limit(trusted: 1, .workingDays),
      .escalationToManager: Limit(trusted: 1, .workingDays),
      .escalationToLeader: Limit(trusted: 2, .workingDays),
      .reopening: Limit(trusted: 30, .calendarDays),  // assumed
      .suspensionReview: Limit(trusted: 30, .calendarDays),  // assumed
      .suggestionAnswer: Limit(trusted: 2, .workingDays),  // assumed
      .suggestionDecision: Limit(trusted: 10, .workingDays),  // assumed
      .builderArrival: Limit(trusted: 3, .calendarDays),  // assumed
      .builderReminder: Limit(trusted: 3, .workingDays),  // assumed
      .warrantyReminder: Limit(trusted: 1, .months),
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
      .unreachableLetter: Limit(trusted: 5, .workingDays),  // assumed
      .contactSheetReply: Limit(trusted: 2, .workingDays),  // assumed
    ],
    gradedLimits: [
      // R-045 is the limit for every grade.
      .reply: [
        .major: Limit(trusted: 24, .hours), .important: Limit(trusted: 1, .workingDays),
        .hot: Limit(trusted: 1, .workingDays),
      ],
      .firstResponse: [.major: Limit(trusted: 1, .hours), .important: Limit(trusted: 4, .hours)],
      .leaderTold: [.major: Limit(trusted: 1, .hours)],
      .upwardReport: [.major: Limit(trusted: 1, .workingDays), .hot: Limit(trusted: 1, .weeks)],
      .handlingReport: [.major: Limit(trusted: 1, .weeks), .important: Limit(trusted: 1, .weeks)],
    ],
    commissionNumberPrefix: "COBZS", satisfiedFromScore: 4)
}
