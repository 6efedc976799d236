import Foundation
import Glibc
import Policy

/// Runs plans, counts, and tells what was found.
struct Runner {
  private(set) var seeds = 0
  private(set) var cases = 0
  private(set) var steps = 0
  private var seconds = 0.0
  private var processorSeconds = 0.0
  private let say: (String) -> Void

  init(say: @escaping (String) -> Void) {
    self.say = say
  }

  /// - Returns: false when something was found.
  mutating func run(_ options: Options) throws -> Bool {
    var isGood = true
    for wish in options.wishes {
      switch wish {
      case .plan(let plan): isGood = try self.run(plan, isWritten: options.isWritten) && isGood
      case .file(let name):
        let plans = try Options.plans(try String(contentsOfFile: name, encoding: .utf8))
        for plan in plans { isGood = try self.run(plan) && isGood }
      case .fresh(let seconds):
        let first = UInt64.random(in: 1...9_999_999_999)
        self.say("fresh seeds from \(first) on, \(options.cases) cases each")
        isGood = try self.run(from: first, seconds: seconds, options) && isGood
      }
    }
    self.say(self.summary)
    return isGood
  }

  private mutating func run(from first: UInt64, seconds: Int, _ options: Options) throws -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    var seed = first
    while ContinuousClock.now < end {
      guard try self.run(options.plan(seed)) else { return false }
      seed += 1
    }
    return true
  }

  private mutating func run(_ plan: Plan, isWritten: Bool = false) throws -> Bool {
    let (start, processorStart) = (ContinuousClock.now, Self.processorTime)
    let outcome = try Simulation.run(plan, isWritten: isWritten)
    self.seconds += (ContinuousClock.now - start) / .seconds(1)
    self.processorSeconds += Self.processorTime - processorStart
    self.seeds += 1
    self.cases += plan.complaints.count
    self.steps += outcome.steps
    if let violation = outcome.violation {
      self.say("seed \(plan.seed): \(violation)")
      try self.tell(plan)
      return false
    }
    for line in outcome.lines { self.say(line) }
    if isWritten { self.say("seed \(plan.seed): digest \(String(outcome.digest, radix: 16))") }
    return true
  }

  /// The shortest history that shows the same, and how it is had again.
  private func tell(_ plan: Plan) throws {
    guard var shrinker = try Shrinker(plan) else { return }
    try shrinker.shrink()
    let smallest = shrinker.smallest.plan
    let outcome = try Simulation.run(smallest, isWritten: true)
    self.say("the shortest history found:")
    for line in outcome.lines { self.say("  \(line)") }
    self.say("again: \(smallest.command) --history")
    self.say("whole: \(plan.command)")
  }

  private var summary: String {
    "\(self.seeds) seeds, \(self.cases) cases, \(self.steps) steps in \(Int(self.seconds.rounded())) s: "
      + "\(self.rate(self.seconds)) cases a minute, \(self.rate(self.processorSeconds)) a minute of processor time"
  }

  private func rate(_ seconds: Double) -> Int { seconds > 0 ? Int(Double(self.cases) * 60 / seconds) : 0 }

  /// What this process has used of a core: on a busy machine the only fair measure.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
