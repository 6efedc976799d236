import Postgres

/// What the five schemas show at one instant.
struct Look: Sendable {
  let findings: [Finding]
  let counts: Counts

  private static let checks: [any Check] = [
    ComplaintsRegisteredTwice(), ComplaintsNotReportedOnce(), ComplaintsWithoutCase(), CasesWithoutComplaint(),
    CasesWithoutLimit(), CasesWithoutRepair(), CasesWithoutCallback(), CasesClosedTooEarly(), CasesHalfClosed(),
    ComplaintNumberGaps(), CommissionNumberGaps(), FormNumberGaps(), EventVersionGaps(), EventsOutOfOrder(),
    EventsNotReported(), OutboxWaiting(), InboxWaiting(), MessagesQuarantined(), DeadlinesFailing(),
  ]

  /// Everything in one snapshot: two statements that saw two instants would find cases half-way between services.
  static func take(in pool: PostgresPool, without excepted: Set<Invariant>) async throws -> Look {
    try await pool.transaction(isolation: .repeatableRead) { transaction in
      var pipeline = Pipeline()
      let counts = pipeline.add(Counts.Statement())
      let readers = self.checks.filter { !excepted.contains(type(of: $0).invariant) }.map { $0.add(to: &pipeline) }
      let results = try await transaction.execute(pipeline)
      return Look(
        findings: try readers.flatMap { try $0(results) },
        counts: try results.rows(counts).first ?? Counts())
    }
  }
}
