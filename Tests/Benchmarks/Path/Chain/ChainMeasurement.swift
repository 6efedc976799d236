import Foundation
import Messages
import Postgres

/// From the complaint to the closed case in everybody's books, through all five services.
struct ChainMeasurement: Sendable {
  let servers: Servers
  let inbound: Inbound
  let services: [RunningService]
  let scale: Scale

  func measure(into figures: inout Figures) async throws {
    let contractor = try Contractor(self.servers)
    let run = Task { await contractor.run() }
    defer { run.cancel() }
    try await self.listContractor()
    // Statements are prepared, pages are in memory: what is measured is a system that has been running.
    _ = try await self.drive(cases: self.scale.openCases, contractor)

    let processes = self.processes()
    let before = processes.mapValues { ProcessUsage.processorSeconds(of: $0) }
    let start = ContinuousClock.now
    let driver = try await self.drive(cases: self.scale.cases, contractor)
    let seconds = (ContinuousClock.now - start) / .seconds(1)

    figures["chain.cases_per_second"] = Double(self.scale.cases) / seconds
    figures["chain.messages_per_second"] = Double(driver.heard + self.scale.cases) / seconds
    figures["chain.forms_repeated"] = Double(driver.repetitions)
    for (name, process) in processes {
      let used = ProcessUsage.processorSeconds(of: process) - (before[name] ?? 0)
      figures["chain.processor_share.\(name)"] = used / seconds
      figures["chain.processor_ms_per_case.\(name)"] = used / Double(self.scale.cases) * 1000
    }
    say("chain: \(Int(Double(self.scale.cases) / seconds)) cases/s")
  }

  private func drive(cases: Int, _ contractor: Contractor) async throws -> ChainDriver {
    let ports = Dictionary(uniqueKeysWithValues: self.services.map { ($0.service, $0.port) })
      .filter { [.dispatch, .contractors, .callback].contains($0.key) }
    let driver = try ChainDriver(
      cases: cases, run: UUID().uuidString, inbound: self.inbound, contractor: contractor, ports: ports)
    let session = try await self.servers.session()
    do {
      let before = try await session.execute(ClosedInReporting()).first ?? 0
      try await EventListener(self.servers, name: "chain", types: ChainDriver.heardTypes)
        .listen {
          driver.hear($0)
        } while: {
          try await driver.drive(open: self.scale.openCases)
        }
      let giveUp = ContinuousClock.now + .seconds(60)
      while try await session.execute(ClosedInReporting()).first ?? 0 < before + cases {
        guard ContinuousClock.now < giveUp else {
          throw BenchmarkError("Reporting has not heard of every closed case.")
        }
        try await Task.sleep(for: .milliseconds(20))
      }
      await session.close()
      return driver
    } catch {
      await session.close()
      throw error
    }
  }

  private func listContractor() async throws {
    guard let port = self.services.first(where: { $0.service == .contractors })?.port else { return }
    let connection = try HTTPConnection(port: port)
    let trades = [Trade.waterproofing, .heating, .plumbing].map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    let status = await connection.send(
      "PUT", "/contractors/\(Contractor.code)",
      #"{"name":"东方暖通工程有限公司","trades":[\#(trades)],"brokerUser":"\#(Contractor.user)"}"#)
    await connection.close()
    guard let status, (200..<300).contains(status) else {
      throw BenchmarkError("The contractor cannot be listed: \(status ?? 0).")
    }
  }

  private func processes() -> [String: pid_t] {
    var processes = ["broker": self.servers.broker, "database": self.servers.database, "driver": getpid()]
    for service in self.services { processes[service.service.rawValue] = service.process }
    return processes
  }
}

private struct ClosedInReporting: PreparedStatement {
  static let sql = "SELECT count(*) FROM reporting.case_record WHERE closed_at IS NOT NULL"

  static func decode(_ row: Row) throws(PostgresError) -> Int { try row.decode(0) }
}
