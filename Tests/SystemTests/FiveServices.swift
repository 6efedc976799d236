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

  private let environments: [String: [String: String]]
  private let logs: URL

  /// Ports are drawn from those that are free now. They stay the same over a restart, as in a deployment.
  init() throws {
    self.logs = URL.temporaryDirectory.appending(path: "redress-system-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.logs, withIntermediateDirectories: true)
    let ports = try FreePorts.draw(10)
    var environments: [String: [String: String]] = [:]
    for (index, name) in Self.names.enumerated() {
      environments[name] = [
        "AMQP_URL": try TestBroker.current.amqpURL(user: name),
        "DATABASE_URL": try TestDatabase.current.url(role: name), "DATABASE_POOL_SIZE": "4",
        "HTTP_PORT": "\(ports[index])", "ADMIN_PORT": "\(ports[index + 5])",
      ]
    }
    self.environments = environments
  }

  deinit {
    try? FileManager.default.removeItem(at: self.logs)
  }

  /// Addresses and users for programs of the world outside, as `deploy/dev/start.sh` would write them.
  func outsideEnvironment() throws -> [String: String] {
    var environment = [
      "AMQP_URL": try TestBroker.current.amqpURL(user: "observer"),
      "PMS_AMQP_URL": try TestBroker.current.amqpURL(user: "pms"),
    ]
    for number in 1...4 {
      environment["CONTRACTOR_\(number)_AMQP_URL"] = try TestBroker.current.amqpURL(user: "contractor-\(number)")
    }
    for name in Self.names { environment["\(name.uppercased())_URL"] = "http://127.0.0.1:\(self.port(of: name))" }
    return environment
  }

  func start(_ name: String) throws -> RunningCommand {
    try RunningCommand(
      Self.products.appending(path: name).path, environment: self.environments[name] ?? [:],
      outputFile: self.logs.appending(path: "\(name).log"))
  }

  func waitUntilReady(_ name: String) async throws {
    guard let url = URL(string: "http://127.0.0.1:\(self.port(of: name, admin: true))/health/ready") else { return }
    try await eventually(within: .seconds(60), "\(name) is ready; it wrote: \(self.log(of: name).suffix(1000))") {
      let answer = try? await URLSession.shared.data(from: url)
      return (answer?.1 as? HTTPURLResponse)?.statusCode == 200
    }
  }

  func log(of name: String) -> String {
    (try? String(contentsOf: self.logs.appending(path: "\(name).log"), encoding: .utf8)) ?? ""
  }

  func port(of name: String, admin: Bool = false) -> String {
    self.environments[name]?[admin ? "ADMIN_PORT" : "HTTP_PORT"] ?? ""
  }
}

/// Ports that nobody listens on.
enum FreePorts {
  static func draw(_ count: Int) throws -> [Int] {
    // All are held until all are drawn, so that none comes twice.
    let sockets = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
    defer { for descriptor in sockets { close(descriptor) } }
    return try sockets.map { descriptor in
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
          bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
        }
      }
      guard result == 0 else { throw TestSupportError("no free port") }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }
}
