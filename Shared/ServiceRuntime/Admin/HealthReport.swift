/// What `/health/ready` answers.
struct HealthReport: Encodable, Sendable {
  struct Line: Encodable, Sendable {
    let name: String
    let status: String
    let reason: String
  }

  /// `ready`, `degraded` or `not-ready`; the first two are answered with 200.
  let status: String
  let checks: [Line]

  var isReady: Bool { self.status != "not-ready" }

  init(_ outcomes: [(name: String, outcome: HealthCheck.Outcome)]) {
    var status = "ready"
    self.checks = outcomes.map { name, outcome in
      switch outcome {
      case .passing(let reason):
        return Line(name: name, status: "passing", reason: reason)
      case .degraded(let reason):
        if status == "ready" { status = "degraded" }
        return Line(name: name, status: "degraded", reason: reason)
      case .failing(let reason):
        status = "not-ready"
        return Line(name: name, status: "failing", reason: reason)
      }
    }
    self.status = status
  }

  /// Asks all checks at once, so that the slowest and not the sum of them says how long it takes.
  static func make(_ checks: [HealthCheck]) async -> HealthReport {
    let outcomes = await withTaskGroup(of: (Int, HealthCheck.Outcome).self) { group in
      for (index, check) in checks.enumerated() { group.addTask { (index, await check.outcome()) } }
      return await group.reduce(into: [Int: HealthCheck.Outcome]()) { $0[$1.0] = $1.1 }
    }
    return HealthReport(
      checks.enumerated().compactMap { index, check in outcomes[index].map { (check.name, $0) } })
  }
}
