import Foundation
import TestSupport
import Testing

@testable import Replay

@Suite("A run is what its seed says")
struct ReplayTests {
  @Test("The same plan gives the same history, byte by byte, and another seed another one")
  func same() throws {
    let plan = Plan(seed: 7, cases: 3)
    let first = try Simulation.run(plan, isWritten: true)
    let second = try Simulation.run(plan, isWritten: true)
    let other = try Simulation.run(Plan(seed: 8, cases: 3), isWritten: true)
    #expect(first.lines.count > 30)
    #expect(first.lines == second.lines)
    #expect(first.digest == second.digest)
    #expect(first.digest != other.digest)
  }

  @Test("A history that is not written has the same digest")
  func unwritten() throws {
    let plan = Plan(seed: 9, cases: 3)
    let (unwritten, written) = (try Simulation.run(plan), try Simulation.run(plan, isWritten: true))
    #expect(unwritten.lines.isEmpty)
    #expect(unwritten.digest == written.digest)
  }

  // Each process orders its dictionaries in its own way.
  @Test("Another process comes to the same history")
  func otherProcess() async throws {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "replay")
    let arguments = ["--seed", "11", "--cases", "4", "--history"]
    let first = try await Command.run(program.path, arguments)
    let second = try await Command.run(program.path, arguments)
    #expect(first.status == 0, "\(first.output)")
    let digest = try Simulation.run(Plan(seed: 11, cases: 4)).digest
    #expect(first.output.contains("digest \(String(digest, radix: 16))"))
    // The last line says how long it took.
    #expect(first.output.split(separator: "\n").dropLast() == second.output.split(separator: "\n").dropLast())
  }

  @Test("Without faults every case ends, and nothing goes wrong", arguments: [1, 2, 3] as [UInt64])
  func calm(_ seed: UInt64) throws {
    var plan = Plan(seed: seed, cases: 5)
    plan.faults = []
    let outcome = try Simulation.run(plan)
    #expect(outcome.violation == nil)
    #expect(outcome.struck.isEmpty)
  }

  @Test("With all faults every case ends too")
  func wild() throws {
    let random = SeededGenerator()
    var kinds: Set<FaultKind> = []
    for step in 0..<6 as Range<UInt64> {
      let outcome = try Simulation.run(Plan(seed: random.seed &+ step, cases: 12))
      #expect(outcome.violation == nil, "\(outcome.plan.command)")
      kinds.formUnion(outcome.struck.map(\.kind))
    }
    #expect(kinds.count >= 6, "\(kinds), \(random)")
  }

  @Test("The seeds that have failed once fail no more")
  func failedSeeds() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Replay/failed-seeds.txt")
    for plan in try Options.plans(try String(contentsOf: file, encoding: .utf8)) {
      let outcome = try Simulation.run(plan)
      #expect(outcome.violation == nil, "\(plan.command)")
    }
  }
}
