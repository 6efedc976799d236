import Foundation
import Glibc
import Messages

/// One of the five executables, as it is deployed, with its own user and role.
struct RunningService: Sendable {
  static let all: [Service] = [.intake, .dispatch, .contractors, .callback, .reporting]

  let service: Service
  let port: UInt16
  /// From its start until it said that it was ready.
  let startTime: Duration
  private let program: Program

  var process: pid_t { self.program.process }

  static func start(
    _ service: Service, on servers: Servers, database: String = "redress", settings: [String: String] = [:]
  ) async throws -> RunningService {
    let (port, admin) = (try FreePort.draw(), try FreePort.draw())
    var environment = try servers.environment(of: service, database: database)
    environment["HTTP_PORT"] = "\(port)"
    environment["ADMIN_PORT"] = "\(admin)"
    environment.merge(settings) { _, new in new }
    let log = servers.directory.appending(path: "log/\(service.rawValue).log")
    let start = ContinuousClock.now
    let program = try Program(
      servers.products.appending(path: service.rawValue).path, environment: environment, output: log)
    let connection = try HTTPConnection(port: admin)
    while await connection.send("GET", "/health/ready") != 200 {
      guard ContinuousClock.now - start < .seconds(60) else {
        program.signal(SIGKILL)
        await connection.close()
        throw BenchmarkError("\(service.rawValue) is not ready after a minute; see \(log.path)")
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    let startTime = ContinuousClock.now - start
    await connection.close()
    return RunningService(service: service, port: port, startTime: startTime, program: program)
  }

  func stop() async throws {
    self.program.signal(SIGTERM)
    let status = await self.program.status
    guard status == 0 else { throw BenchmarkError("\(self.service.rawValue) ended with status \(status).") }
  }
}
