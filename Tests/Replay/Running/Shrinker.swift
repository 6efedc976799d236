import Policy

/// Makes a plan that fails smaller, as long as it still breaks the same rule.
struct Shrinker {
  private(set) var smallest: Simulation.Outcome
  private let rule: String
  private var runsLeft: Int

  /// - Returns: nil when the plan does not fail.
  init?(_ plan: Plan, runs: Int = 600) throws(PolicyError) {
    let outcome = try Simulation.run(plan)
    guard let violation = outcome.violation else { return nil }
    self.smallest = outcome
    self.rule = violation.rule
    self.runsLeft = runs
  }

  mutating func shrink() throws(PolicyError) {
    var before = Int.max
    // Fewer complaints may need fewer faults, and the other way round.
    while self.size < before {
      before = self.size
      try self.dropComplaints()
      try self.dropKinds()
      try self.dropFaults()
    }
  }

  private var size: Int { self.smallest.plan.complaints.count * 1_000 + self.smallest.struck.count }

  private mutating func dropComplaints() throws(PolicyError) {
    var length = self.smallest.plan.complaints.count / 2
    while length > 0 {
      var start = 0
      while start < self.smallest.plan.complaints.count {
        var plan = self.smallest.plan
        plan.complaints.removeSubrange(start..<min(start + length, plan.complaints.count))
        if plan.complaints.isEmpty { break }
        if try !self.accepts(plan) { start += length }
      }
      length /= 2
    }
  }

  private mutating func dropKinds() throws(PolicyError) {
    for kind in FaultKind.allCases {
      _ = try self.accepts(keeping: self.smallest.struck.filter { $0.kind != kind })
    }
  }

  private mutating func dropFaults() throws(PolicyError) {
    var length = max(1, self.smallest.struck.count / 2)
    while length > 0 {
      var start = 0
      while start < self.smallest.struck.count {
        var marks = self.smallest.struck
        marks.removeSubrange(start..<min(start + length, marks.count))
        if try !self.accepts(keeping: marks) { start += length }
      }
      length /= 2
    }
  }

  private mutating func accepts(keeping marks: [FaultMark]) throws(PolicyError) -> Bool {
    guard marks.count < self.smallest.struck.count else { return false }
    var plan = self.smallest.plan
    plan.kept = Set(marks)
    return try self.accepts(plan)
  }

  /// Takes the plan if it breaks the same rule.
  private mutating func accepts(_ plan: Plan) throws(PolicyError) -> Bool {
    guard self.runsLeft > 0 else { return false }
    self.runsLeft -= 1
    var outcome = try Simulation.run(plan)
    guard outcome.violation?.rule == self.rule else { return false }
    // Other faults may strike now than those that are kept: what did not strike need not be kept.
    if plan.kept != nil, outcome.struck.count < plan.kept?.count ?? 0 {
      var exact = plan
      exact.kept = Set(outcome.struck)
      let again = try Simulation.run(exact)
      if again.violation?.rule == self.rule { outcome = again }
    }
    self.smallest = outcome
    return true
  }
}
