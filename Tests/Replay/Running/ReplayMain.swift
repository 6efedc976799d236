import Foundation

@main
enum ReplayMain {
  static func main() throws {
    let arguments = CommandLine.arguments
    let seed = UInt64(arguments[1]) ?? 1
    var plan = Plan(seed: seed, cases: Int(arguments[2]) ?? 1)
    if arguments.count > 3 { plan.faults = [] }
    let start = ContinuousClock.now
    let outcome = try Simulation.run(plan, isWritten: true)
    for line in outcome.lines { print(line) }
    print(outcome.violation ?? "no violation", outcome.steps, outcome.digest, ContinuousClock.now - start)
  }
}
