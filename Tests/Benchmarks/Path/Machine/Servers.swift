import AMQP
import Foundation
import Logging
import Messages
import Postgres

/// The private broker and database, as `deploy/bench.sh` has started them.
struct Servers: Sendable {
  static let projects = ["BX", "BK", "MN", "QN", "SI"]

  let directory: URL
  /// Where the build has put the executables: beside this one.
  let products: URL
  let broker: pid_t
  let database: pid_t
  let logger: Logger
  private let environment: [String: String]
  private let management: HTTPConnection

  init(environment: [String: String]) throws {
    var logger = Logger(label: "benchmarks") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    self.logger = logger
    self.environment = environment
    func required(_ name: String) throws -> String {
      guard let value = environment[name], !value.isEmpty else {
        throw BenchmarkError("\(name) is not set: run deploy/bench.sh")
      }
      return value
    }
    self.directory = URL(filePath: try required("REDRESS_DIRECTORY"))
    self.products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    self.broker = try Self.process("broker", in: self.directory)
    self.database = try Self.process("database", in: self.directory)
    guard let url = URL(string: try required("RABBITMQ_MANAGEMENT_URL")), let port = url.port.flatMap(UInt16.init),
      let user = url.user, let password = url.password
    else { throw BenchmarkError("RABBITMQ_MANAGEMENT_URL is no URL with a user") }
    self.management = try HTTPConnection(
      port: port, authorization: Data("\(user):\(password)".utf8).base64EncodedString())
  }

  func value(_ name: String) throws -> String {
    guard let value = self.environment[name] else { throw BenchmarkError("\(name) is not set: run deploy/bench.sh") }
    return value
  }

  func amqp(_ variable: String) throws -> AMQPConfiguration {
    try AMQPConfiguration(url: try self.value(variable), connectionName: "benchmark")
  }

  /// The environment of one service: its own broker user and database role.
  func environment(of service: Service, database: String = "redress") throws -> [String: String] {
    let name = service.rawValue.uppercased()
    return [
      "AMQP_URL": try self.value("\(name)_AMQP_URL"),
      "DATABASE_URL": try Self.url(self.value("\(name)_DATABASE_URL"), database: database),
    ]
  }

  /// The superuser's connection as libpq's variables: a command line can be read by everybody.
  func variables(database: String) throws -> [String: String] {
    guard let url = URLComponents(string: try self.value("DATABASE_URL")) else {
      throw BenchmarkError("DATABASE_URL cannot be read.")
    }
    return [
      "PGHOST": url.host ?? "", "PGPORT": "\(url.port ?? 5432)", "PGUSER": url.user ?? "",
      "PGPASSWORD": url.password ?? "", "PGDATABASE": database, "PGOPTIONS": "-c client_min_messages=warning",
    ]
  }

  /// Runs SQL as the superuser.
  @discardableResult
  func sql(_ script: String, database: String = "redress") async throws -> String {
    try await Program.run(
      "psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", script],
      environment: self.variables(database: database))
  }

  /// A superuser's session, for questions that are asked many times a second.
  func session(database: String = "redress") async throws -> PostgresSession {
    let configuration = try PostgresConfiguration(
      url: Self.url(try self.value("DATABASE_URL"), database: database), applicationName: "benchmark")
    return try await PostgresSession.connect(configuration: configuration, logger: self.logger)
  }

  /// Empties queues; one that does not exist yet is empty.
  func purge(_ queues: [String]) async throws {
    for queue in queues {
      let path = "/api/queues/redress/\(queue)/contents"
      var status = await self.management.send("DELETE", path)
      // The broker closes a connection that has been silent for a minute.
      if status == nil { status = await self.management.send("DELETE", path) }
      guard let status, [204, 404].contains(status) else {
        throw BenchmarkError("The queue \(queue) cannot be emptied: status \(status ?? 0).")
      }
    }
  }

  /// A server's process id, which stands in the first line of its file.
  private static func process(_ name: String, in directory: URL) throws -> pid_t {
    let file = directory.appending(path: "run/\(name).pid")
    guard
      let process = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first.flatMap({ pid_t($0) })
    else { throw BenchmarkError("\(file.path) names no process") }
    return process
  }

  private static func url(_ url: String, database: String) throws -> String {
    guard var parts = URLComponents(string: url) else { throw BenchmarkError("A database URL cannot be read.") }
    parts.path = "/\(database)"
    return parts.string ?? url
  }
}
