import Foundation
import Messages
import TestSupport

@testable import RedressTool

/// The built `redress`, as a person at a shell runs it.
enum Program {
  /// Beside the program that runs the tests.
  private static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "redress").path

  /// - Parameter addresses: of administrative ports; nobody answers at those that are not given.
  static func run(
    _ arguments: [String], addresses: [Service: String] = [:], environment: [String: String] = [:]
  ) async throws -> Command.Result {
    var variables = ["REDRESS_OPERATOR": "", "SUDO_USER": "", "USER": "", "AMQP_URL": ""]
    for service in Service.all {
      variables["\(service.rawValue.uppercased())_ADMIN_URL"] = addresses[service] ?? "http://127.0.0.1:1"
    }
    return try await Command.run(self.path, arguments, environment: variables.merging(environment) { $1 })
  }
}
