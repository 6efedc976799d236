import Foundation
import Glibc
import TestSupport

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The five executables on the test's own virtual host and database, each with its own user and role.
final class FiveServices: Sendable {
  static let names = ["intake", "dispatch", "contractors", "callback", "reporting"]

  /// Where the build has put the executables: beside the program that runs the tests.
  static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  private let routes: Routes
  /// By name, one for each instance.
  private let environments: [String: [[String: String]]]
  /// Where people find a service over HTTP that has several instances: the first of them that answers.
  private let doors: [String: TCPProxy]
  private let logs: URL

  /// Ports are drawn from those that are free now. They stay the same over a restart, as in a deployment.
  ///
  /// - Parameters:
  ///   - instances: How many of each service there are.
  ///   - settings: Configuration beside addresses, for all of them.
  init(instances: Int = 1, routes: Routes = Routes(), settings: [String: String] = [:]) throws {
    self.routes = routes
    self.logs = URL.temporaryDirectory.appending(path: "redress-system-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.logs, withIntermediateDirectories: true)
    var ports = try FreePorts.draw(2 * instances * Self.names.count)
    var environments: [String: [[String: String]]] = [:]
    for name in Self.names {
      let urls = [
        "AMQP_URL": Routes.url(try TestBroker.current.amqpURL(user: name), by: routes.broker),
        "DATABASE_URL": Routes.url(try TestDatabase.current.url(role: name), by: routes.database),
        "DATABASE_POOL_SIZE": "4",
      ]
      environments[name] = (0..<instances).map { _ in
        urls.merging(["HTTP_PORT": "\(ports.removeLast())", "ADMIN_PORT": "\(ports.removeLast())"]) { $1 }
          .merging(settings) { $1 }
      }
    }
    self.environments = environments
    self.doors =
      try instances == 1
      ? [:] : environments.mapValues { try TCPProxy(serverPorts: $0.compactMap { Int($0["HTTP_PORT"] ?? "") }) }
  }

  deinit {
    for door in self.doors.values { door.stop() }
    try? FileManager.default.removeItem(at: self.logs)
  }

  /// Addresses and users for programs of the world outside, as `deploy/dev/start.sh` would write them.
  func outsideEnvironment() throws -> [String: String] {
    func url(_ user: String) throws -> String {
      Routes.url(try TestBroker.current.amqpURL(user: user), by: self.routes.outsideBroker)
    }
    var environment = ["AMQP_URL": try url("observer"), "PMS_AMQP_URL": try url("pms")]
    for number in 1...4 { environment["CONTRACTOR_\(number)_AMQP_URL"] = try url("contractor-\(number)") }
    for name in Self.names {
      let port = self.doors[name].map { "\($0.port)" } ?? self.port(of: name)
      environment["\(name.uppercased())_URL"] = "http://127.0.0.1:\(port)"
    }
    return environment
  }

  /// - Parameter settings: for this start alone.
  func start(_ name: String, instance: Int = 0, settings: [String: String] = [:]) throws -> RunningCommand {
    try RunningCommand(
      Self.products.appending(path: name).path,
      environment: (self.environments[name]?[instance] ?? [:]).merging(settings) { $1 },
      outputFile: self.logFile(of: name, instance))
  }

  func waitUntilReady(_ name: String, instance: Int = 0) async throws {
    try await eventually(
      within: .seconds(60), "\(name) is ready; it wrote: \(self.log(of: name, instance: instance).suffix(1000))"
    ) {
      await self.isReady(name, instance: instance)
    }
  }

  func isReady(_ name: String, instance: Int = 0) async -> Bool {
    let port = self.port(of: name, instance: instance, admin: true)
    guard let url = URL(string: "http://127.0.0.1:\(port)/health/ready") else { return false }
    let answer = try? await URLSession.shared.data(from: url)
    return (answer?.1 as? HTTPURLResponse)?.statusCode == 200
  }

  func log(of name: String, instance: Int = 0) -> String {
    (try? String(contentsOf: self.logFile(of: name, instance), encoding: .utf8)) ?? ""
  }

  /// What all instances have written.
  func logs(of name: String) -> String {
    (self.environments[name] ?? []).indices.map { self.log(of: name, instance: $0) }.joined()
  }

  func port(of name: String, instance: Int = 0, admin: Bool = false) -> String {
    self.environments[name]?[instance][admin ? "ADMIN_PORT" : "HTTP_PORT"] ?? ""
  }

  private func logFile(of name: String, _ instance: Int) -> URL {
    self.logs.appending(path: "\(name)-\(instance).log")
  }
}
