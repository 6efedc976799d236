import Testing

@testable import Replay

/// A check that cannot fail proves nothing: with a mistake built in, each must.
@Suite("What the simulation finds")
struct MutationTests {
  private static let order = "each consumer handles a subject's events once and in order"
  private static let rules: [Mutation: String] = [
    .deleteBeforeConfirm: order, .forgetClaim: order, .acknowledgeFirst: order, .publishAhead: order,
    .forgetBlocked: order, .closeUnasked: "no case is closed without a satisfied answer",
  ]

  @Test("Every mistake is found within a few seeds, and made small", arguments: Mutation.allCases)
  func found(_ mutation: Mutation) throws {
    let smallest = try Self.smallest(mutation)
    #expect(smallest.violation?.rule == Self.rules[mutation])
    #expect(smallest.plan.complaints.count <= 2, "\(smallest.plan.command)")
    #expect(smallest.struck.count <= 10, "\(smallest.plan.command)")
  }

  @Test("The command of a small plan replays it exactly", arguments: [Mutation.forgetClaim, .closeUnasked])
  func replayed(_ mutation: Mutation) throws {
    let smallest = try Self.smallest(mutation)
    let words = smallest.plan.command.split(separator: " ").map(String.init)
    let start = try #require(words.firstIndex(of: "--seed"))
    guard case .plan(let plan) = try #require(try Options(Array(words[start...])).wishes.first) else {
      Issue.record("The command names no seed.")
      return
    }
    #expect(plan == smallest.plan)
    let again = try Simulation.run(plan)
    #expect(again.digest == smallest.digest)
  }

  private static func smallest(_ mutation: Mutation) throws -> Simulation.Outcome {
    for seed in 1...60 as ClosedRange<UInt64> {
      var plan = Plan(seed: seed, cases: 8)
      plan.mutation = mutation
      guard var shrinker = try Shrinker(plan, runs: 60) else { continue }
      try shrinker.shrink()
      return shrinker.smallest
    }
    throw UsageError("\(mutation.rawValue) is not found in 60 seeds.")
  }
}
