import Foundation
import TestSupport
import Testing

/// The README's guarantees: whatever breaks while complaints travel, each is registered once, closed once and reported
/// once, in order, and no number is missing.
@Suite(.privateServers, .serialized, .timeLimit(.minutes(10))) struct FaultTests {
  @Test("Nothing is lost and nothing doubled when this breaks", arguments: Fault.chosen)
  func nothingIsLostOrDoubled(_ fault: Fault) async throws {
    let random = SeededGenerator()
    print("\(fault.name): \(random)")
    do {
      try await fault.ground.provide { try await self.run(fault, random).append() }
    } catch let missing as Ground.Missing {
      try FaultResult(
        fault: fault.name, observed: "skipped: \(missing)", secondsToRecover: nil, lost: nil, doubled: nil,
        seed: random.seed
      ).append()
      try Test.cancel("\(fault.name): \(missing)")
    } catch {
      try FaultResult(
        fault: fault.name, observed: "not survived: \(error)", secondsToRecover: nil, lost: nil, doubled: nil,
        seed: random.seed
      ).append()
      throw error
    }
  }

  private func run(_ fault: Fault, _ random: SeededGenerator) async throws -> FaultResult {
    let world = try await FaultWorld(try fault.setup(), random: random)
    let words = try await fault.strike(world)

    world.load.stop()
    let load = world.load
    let status = try await within(.seconds(180), "the simulator ends; \(load.output.suffix(1500))") {
      await load.status
    }
    #expect(status == 0, "\(load.output)")
    let database = world.database
    try await eventually(within: .seconds(60), "everything is delivered") { try await Recount.isSettled(database) }

    let recount = try await Recount(database, load: world.load, events: world.events)
    // Whatever the findings are, they stand in the table in place of figures that would look clean.
    guard recount.findings.isEmpty else {
      throw TestSupportError(recount.findings.joined(separator: "; "))
    }
    let repeated = try await Recount.repeatedDeliveries(database)
    try await world.stopAll()
    let telephones = try await Recount.telephones(database)
    for service in FiveServices.names {
      let log = world.services.logs(of: service)
      #expect(!telephones.contains { log.contains($0) }, "a telephone number is in \(service)'s log")
    }
    let observed = [words, "\(world.load.accepted.count) complaints", "\(repeated) repeated deliveries dropped"]
    let result = FaultResult(
      fault: fault.name, observed: observed.filter { !$0.isEmpty }.joined(separator: "; "),
      secondsToRecover: world.secondsToRecover,
      lost: recount.lost, doubled: recount.doubled, seed: random.seed)
    print("\(result)")
    return result
  }
}
