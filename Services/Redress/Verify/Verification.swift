import Postgres

/// Looks again and again until nothing is found or the grace period is over.
struct Verification: Sendable {
  private static let interval: Duration = .seconds(1)

  let grace: Duration
  let excepted: Set<Invariant>
  /// Nil when there is no broker's address, or nobody wants to know.
  let deadLetters: DeadLetters?

  init(grace: Duration, excepted: Set<Invariant>, deadLetters: DeadLetters? = nil) {
    self.grace = grace
    self.deadLetters = excepted.contains(.deadLetters) ? nil : deadLetters
    self.excepted = self.deadLetters == nil ? excepted.union([.deadLetters]) : excepted
  }

  func run(in pool: PostgresPool) async throws -> Report {
    let end = ContinuousClock.now + self.grace
    var persistence = Persistence()
    var looks = 0
    while true {
      let look = try await Look.take(in: pool, without: self.excepted)
      looks += 1
      persistence.add(look.findings + (try await self.deadLetters?.findings() ?? []))
      let rest = end - .now
      if persistence.findings.isEmpty || rest <= .zero {
        // Once, and at the end: what is written there does not change any more.
        let audit = self.excepted.contains(.audit) ? ([], []) : try await AuditVerification.run(in: pool)
        return Report(
          findings: persistence.findings + audit.0, counts: look.counts, audit: audit.1, looks: looks,
          invariants: Invariant.all.filter { !self.excepted.contains($0) })
      }
      // The last look is at the end of the period, however short the rest is.
      try await Task.sleep(for: min(Self.interval, rest))
    }
  }
}
