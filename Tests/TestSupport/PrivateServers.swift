package import Foundation

/// A broker and a database that belong to one suite or one test, which may do to them what it likes.
///
/// They stand in a directory of their own under the one that the environment's servers have, so that whoever stops those
/// stops these too, whatever became of the test.
package final class PrivateServers: Sendable {
  @TaskLocal private static var scoped: PrivateServers?

  /// The running test's own.
  package static var current: PrivateServers {
    guard let scoped else {
      preconditionFailure("PrivateServers.current needs the trait .privateServers, and no detached task")
    }
    return scoped
  }

  package let directory: URL

  private init(name: String) throws {
    self.directory = URL(filePath: try TestEnvironment.value("REDRESS_DIRECTORY"))
      .appending(path: "private/\(name)-\(UInt32.random(in: .min ... .max))")
    // The database's system user must be able to pass.
    try FileManager.default.createDirectory(
      at: self.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
  }

  /// Runs `start`, which starts what is wanted; then `body`, for which every URL of the environment leads to these
  /// servers; then stops them and removes what they leave.
  package static func provide(
    _ name: String, start: (PrivateServers) async throws -> Void = { try await $0.run("start_servers") },
    _ body: () async throws -> Void
  ) async throws {
    let servers = try PrivateServers(name: name)
    try await cleaningUp {
      try await start(servers)
      let environment = try await servers.environment()
      try await $scoped.withValue(servers) {
        try await TestEnvironment.$replaced.withValue(environment) { try await body() }
      }
    } by: {
      // Nothing of them is wanted any more: no farewell, which takes a broker seconds.
      try await servers.run("kill_servers")
      try await servers.run("remove_all")
    }
  }

  /// Calls a function of deploy/dev/servers.sh for these servers.
  /// - Returns: what it printed.
  @discardableResult
  package func run(_ function: String, _ arguments: String...) async throws -> String {
    let script = """
      set -euo pipefail
      source deploy/dev/servers.sh
      use_directory "$0"
      "$@"
      """
    let result = try await Command.run(
      "env",
      ["--chdir", TestEnvironment.projectDirectory.path, "bash", "-c", script, self.directory.path, function]
        + arguments)
    guard result.status == 0 else { throw TestSupportError("\(function): \(result.output.suffix(2000))") }
    return result.output
  }

  /// Where a server listens on 127.0.0.1: `broker`, `broker-2`, `database`, `standby`.
  package func port(of server: String) throws -> Int {
    let text = try String(contentsOf: self.directory.appending(path: "state/\(server).port"), encoding: .utf8)
    guard let port = Int(text.trimmingCharacters(in: .newlines)) else {
      throw TestSupportError("\(server) has no port")
    }
    return port
  }

  private func environment() async throws -> [String: String] {
    try await self.run("write_environment")
    let text = try String(contentsOf: self.directory.appending(path: "env"), encoding: .utf8)
    let pairs = text.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^export (\w+)='(.*)'$/).map { (String($0.1), String($0.2)) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
