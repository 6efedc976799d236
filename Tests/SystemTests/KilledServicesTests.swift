import Foundation
import Glibc
import TestSupport
import Testing

/// The README's guarantee: whatever dies while complaints travel, each is registered once, closed once and reported once.
@Suite(.broker(definitions: true), .database(schemas: true)) struct KilledServicesTests {
  @Test("Every service is killed under load, and nothing is lost or doubled")
  func killEachUnderLoad() async throws {
    var random = SeededGenerator()
    print("killEachUnderLoad: \(random)")
    let services = try FiveServices()
    var running: [String: RunningCommand] = [:]
    defer { for process in running.values { process.signal(SIGKILL) } }
    for name in FiveServices.names { running[name] = try services.start(name) }
    for name in FiveServices.names { try await services.waitUntilReady(name) }

    let count = 200
    let published = try PublishedEvents()
    let listening = Task { await published.run() }
    defer { listening.cancel() }
    try await published.ready()
    let world = try Self.simulator(services, count: count, seed: random.seed)
    defer {
      world.signal(SIGKILL)
      try? FileManager.default.removeItem(at: world.outputFile)
    }
    // Each dies once while the complaints pass through it, at a moment that the seed chooses.
    let victims = FiveServices.names.shuffled(using: &random)
    let step = count / (victims.count + 1)
    for (index, victim) in victims.enumerated() {
      let moment = step * (index + 1) + Int.random(in: 0..<step / 2, using: &random)
      try await eventually(within: .seconds(120), "\(moment) cases are closed; \(world.output.suffix(500))") {
        try await Self.count("dispatch.repair_case WHERE state = 'closed'") >= moment / 2
      }
      running[victim]?.signal(SIGKILL)
      #expect(await running[victim]?.status == 128 + SIGKILL)
      running[victim] = try services.start(victim)
      try await services.waitUntilReady(victim)
    }

    let status = try await within(.seconds(240), "the simulator ends; \(world.output.suffix(1000))") {
      await world.status
    }
    #expect(status == 0, "\(world.output)")
    try await Self.settled()
    try await Self.expectNothingLost(count: count, seed: "\(random)")
    #expect(published.disorder == [], "\(random)")
    #expect(published.count(of: "case.closed.v1") == count, "\(random)")

    for name in FiveServices.names { running[name]?.signal(SIGTERM) }
    for name in FiveServices.names {
      let process = running[name]
      let status = try await within(.seconds(40), "\(name) stops; \(services.log(of: name).suffix(1000))") {
        await process?.status
      }
      #expect(status == 0, "\(name): \(services.log(of: name).suffix(1000))")
      try await Self.expectNoPersonalData(in: services.log(of: name), of: name)
    }
  }

  private static func simulator(_ services: FiveServices, count: Int, seed: UInt64) throws -> RunningCommand {
    let data = TestEnvironment.projectDirectory.appending(path: "deploy/data/hpd-complaints-2023.csv")
    let output = URL.temporaryDirectory.appending(path: "redress-simulator-\(UUID().uuidString).log")
    return try RunningCommand(
      FiveServices.products.appending(path: "simulator").path,
      [
        "--data", data.path, "--count", "\(count)", "--repeats", "20", "--broken", "20", "--immediate",
        "--seed", "\(seed)",
      ],
      environment: try services.outsideEnvironment(), outputFile: output)
  }

  /// Nothing is on its way any more: no outbox row, no message that is tried again.
  private static func settled() async throws {
    try await eventually(within: .seconds(60), "everything is delivered") {
      for name in FiveServices.names {
        if try await self.count("\(name).outbox_message") > 0 { return false }
        if try await self.count("\(name).inbox_message WHERE state IN ('retrying', 'parked')") > 0 { return false }
      }
      return try await self.count(
        "reporting.case_record WHERE closed_at IS NOT NULL")
        == self.count("dispatch.repair_case WHERE state = 'closed'")
    }
  }

  private static func expectNothingLost(count: Int, seed: String) async throws {
    #expect(try await self.count("intake.complaint") == count, "\(seed)")
    #expect(try await self.count("dispatch.repair_case") == count, "\(seed)")
    #expect(try await self.count("dispatch.repair_case WHERE state = 'closed'") == count, "\(seed)")
    #expect(try await self.count("reporting.case_record WHERE received_at IS NOT NULL") == count, "\(seed)")
    #expect(try await self.count("intake.inbox_message WHERE state = 'quarantined'") == 20, "\(seed)")
    for name in FiveServices.names where name != "intake" {
      #expect(try await self.count("\(name).inbox_message WHERE state = 'quarantined'") == 0, "\(name) \(seed)")
    }
    // no gap within project and year. R-142: none in the commission numbers of a project.
    #expect(
      try await self.count(
        "(SELECT FROM intake.complaint GROUP BY project, year HAVING max(serial) <> count(*)) AS gaps") == 0, "\(seed)")
    #expect(
      try await self.count(
        "(SELECT FROM contractors.commission GROUP BY project HAVING max(serial) <> count(*)) AS gaps") == 0, "\(seed)")
  }

  /// no telephone of a customer stands in a log.
  private static func expectNoPersonalData(in log: String, of name: String) async throws {
    let telephones = try await TestDatabase.current.run("SELECT telephone FROM intake.complaint").split(separator: "\n")
    #expect(!telephones.isEmpty)
    #expect(!telephones.contains { log.contains($0) }, "a telephone number is in \(name)'s log")
  }

  private static func count(_ table: String) async throws -> Int {
    Int(try await TestDatabase.current.run("SELECT count(*) FROM \(table)")) ?? -1
  }
}
