import Foundation
import Messages

/// What each service takes of the machine.
struct CostMeasurement: Sendable {
  let servers: Servers
  let scale: Scale

  /// Starts each service several times, with its migrations done, and measures the executables.
  func measureStart(into figures: inout Figures) async throws {
    for service in RunningService.all {
      var times: [Double] = []
      for _ in 0..<self.scale.starts {
        let running = try await RunningService.start(service, on: self.servers)
        times.append(running.startTime / .milliseconds(1))
        try await running.stop()
      }
      figures["cost.\(service.rawValue).start_ms"] = times.median
      figures["cost.\(service.rawValue).binary_mb"] = try await self.strippedMegabytes(of: service)
    }
  }

  /// What they take while there is nothing to do.
  func measureIdle(_ services: [RunningService], into figures: inout Figures) async throws {
    // What starting has left to be done is not idling.
    try await Task.sleep(for: .seconds(2))
    let before = services.map { ProcessUsage.processorSeconds(of: $0.process) }
    let start = ContinuousClock.now
    try await Task.sleep(for: .seconds(self.scale.idleSeconds))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    for (service, before) in zip(services, before) {
      let used = ProcessUsage.processorSeconds(of: service.process) - before
      figures["cost.\(service.service.rawValue).idle_cpu_percent"] = used / seconds * 100
      figures["cost.\(service.service.rawValue).rss_idle_mb"] = ProcessUsage.memory(of: service.process).now
    }
  }

  /// The most memory that each has had resident so far: to be asked after load.
  func measureLoad(_ services: [RunningService], into figures: inout Figures) {
    for service in services {
      figures["cost.\(service.service.rawValue).rss_load_mb"] = ProcessUsage.memory(of: service.process).most
    }
  }

  private func strippedMegabytes(of service: Service) async throws -> Double {
    let stripped = self.servers.directory.appending(path: "state/stripped")
    defer { try? FileManager.default.removeItem(at: stripped) }
    _ = try await Program.run(
      "strip", ["-o", stripped.path, self.servers.products.appending(path: service.rawValue).path])
    let size = try FileManager.default.attributesOfItem(atPath: stripped.path)[.size] as? Int ?? 0
    return Double(size) / 1_048_576
  }
}
