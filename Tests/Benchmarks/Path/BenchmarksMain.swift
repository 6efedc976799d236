import Foundation
import Messages

/// Measures the whole path on the private broker and database that `deploy/bench.sh` has started.
@main
enum BenchmarksMain {
  static func main() async {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let servers = try Servers(environment: ProcessInfo.processInfo.environment)
      var figures = Figures()
      var findings: [String] = []
      do {
        findings = try await Self.measure(options, on: servers, into: &figures)
      } catch {
        // What was measured before it counts all the same.
        findings = ["\(error)"]
        Program.killAll()
      }
      print(ResultTable(figures).text)
      if let file = options.json { try figures.json().write(to: URL(filePath: file)) }
      for finding in findings { say(finding) }
      exit(findings.isEmpty ? 0 : 1)
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  /// - Returns: what must not be so, whatever the figures are.
  private static func measure(
    _ options: Options, on servers: Servers, into figures: inout Figures
  ) async throws -> [String] {
    figures.note("machine", Machine.description)
    var findings: [String] = []
    let (parts, scale) = (options.parts, options.scale)
    let inbound = try Inbound(servers)
    try await Self.prepare(servers)
    try await inbound.open {
      if parts.contains(.intake) {
        try await IntakeComparison(servers: servers, inbound: inbound, scale: scale).measure(into: &figures)
      }
      let cost = CostMeasurement(servers: servers, scale: scale)
      if parts.contains(.cost) { try await cost.measureStart(into: &figures) }
      if !parts.isDisjoint(with: [.cost, .chain, .latency]) {
        try await Self.measureRunning(options, on: servers, inbound, cost, into: &figures)
      }
      if parts.contains(.growth) {
        findings += try await GrowthMeasurement(servers: servers, inbound: inbound, scale: scale).measure(
          into: &figures)
      }
    }
    return findings
  }

  /// Migrates each schema, declares every queue, and makes the projects known to whoever must know them.
  private static func prepare(_ servers: Servers) async throws {
    var services: [RunningService] = []
    for service in RunningService.all { services.append(try await RunningService.start(service, on: servers)) }
    let intake = try HTTPConnection(port: services[0].port)
    for (index, project) in Servers.projects.enumerated() {
      let status = await intake.send(
        "PUT", "/projects/\(project)", #"{"name":"Project \#(project)","worksNumber":\#(index + 1)}"#)
      guard status == 200 || status == 201 else {
        throw BenchmarkError("Project \(project) is refused: \(status ?? 0)")
      }
    }
    await intake.close()
    let giveUp = ContinuousClock.now + .seconds(30)
    while try await servers.sql("SELECT count(*) FROM contractors.project") != "\(Servers.projects.count)\n" {
      guard ContinuousClock.now < giveUp else { throw BenchmarkError("contractors does not hear of the projects") }
    }
    for service in services { try await service.stop() }
  }

  /// What is measured while all five run.
  private static func measureRunning(
    _ options: Options, on servers: Servers, _ inbound: Inbound, _ cost: CostMeasurement, into figures: inout Figures
  ) async throws {
    var services: [RunningService] = []
    for service in RunningService.all { services.append(try await RunningService.start(service, on: servers)) }
    if options.parts.contains(.cost) { try await cost.measureIdle(services, into: &figures) }
    if options.parts.contains(.chain) {
      try await ChainMeasurement(servers: servers, inbound: inbound, services: services, scale: options.scale)
        .measure(into: &figures)
    }
    if options.parts.contains(.latency) {
      let latency = LatencyMeasurement(servers: servers, inbound: inbound, seconds: options.scale.latencySeconds)
      for rate in [100, 300, 1000] { try await latency.measure(rate: rate, into: &figures) }
    }
    if options.parts.contains(.cost) { cost.measureLoad(services, into: &figures) }
    for service in services { try await service.stop() }
  }
}
