import Messages
import Policy

/// One run of a plan, from the first complaint to the last closed case, or to the first violation.
final class Simulation {
  struct Outcome {
    let plan: Plan
    let violation: Violation?
    let steps: Int
    let digest: UInt64
    let lines: [String]
    let struck: [FaultMark]
  }

  let world: World
  let company: Company
  let town: Town
  private var checks: Checks
  private(set) var steps = 0

  /// From this day on nothing goes wrong any more.
  private static let calm: Span = 45 * .day
  /// Steps between two full checks: where few cases are looked at, one.
  private var interval: Int { self.world.plan.complaints.count <= 2 ? 1 : 1_000 }

  init(_ plan: Plan, isWritten: Bool = false) throws(PolicyError) {
    self.world = World(plan, isWritten: isWritten)
    self.company = try Company(self.world)
    self.town = Town(self.world, self.company)
    self.checks = Checks(self.world, self.company)
    self.watch()
  }

  static func run(_ plan: Plan, isWritten: Bool = false) throws(PolicyError) -> Outcome {
    let simulation = try Simulation(plan, isWritten: isWritten)
    simulation.run()
    let world = simulation.world
    return Outcome(
      plan: plan, violation: world.violation, steps: simulation.steps, digest: world.history.digest,
      lines: world.history.lines, struck: world.faults.struck)
  }

  private func watch() {
    self.company.intake.committed = { [unowned self] in
      self.world.fail(self.checks.intakeCommitted())
      self.town.sawComplaints()
    }
    self.company.dispatch.committed = { [unowned self] in
      self.world.fail(self.checks.dispatchCommitted())
      self.town.sawCases()
    }
    self.company.contractors.committed = { [unowned self] in
      self.world.fail(self.checks.contractorsCommitted())
      self.town.sawOrders()
    }
    self.company.callback.committed = { [unowned self] in self.town.sawCallbacks() }
    self.company.reporting.committed = { [unowned self] in self.world.fail(self.checks.reportingCommitted()) }
  }

  private func run() {
    self.town.begin()
    self.world.agenda.add(at: Self.calm) { self.world.faults.isOver = true }
    self.planJump()
    let limit = 20_000 + 5_000 * self.world.plan.complaints.count
    while self.world.violation == nil, let action = self.world.agenda.next() {
      action()
      self.steps += 1
      if self.steps % self.interval == 0 { self.world.fail(self.checks.everything()) }
      if self.steps > limit { self.world.fail(Violation("a run comes to rest", "", "\(limit) steps")) }
    }
    self.world.fail(self.checks.everything())
    self.world.fail(self.checks.end(of: self.town.stories))
  }

  /// Asks each day whether the clocks jump.
  private func planJump() {
    self.world.after(.day) {
      guard !self.world.faults.isOver else { return }
      if self.world.faults.strikes(.clock, 0.03, 0, .clock) {
        let span = self.world.timing.number(1...72) * Span.hour
        self.world.note("clock", "", "jumps ahead", "by \(span / .hour) hours")
        self.world.jumpAhead(by: span)
        self.company.fire()
      }
      self.planJump()
    }
  }
}
