import AMQP
import Foundation

/// Runs the yardstick: the least work that any intake can do on these servers.
enum Floor {
  /// Complaints a second.
  static func measure(count: Int, batch: Int, on servers: Servers) async throws -> IntakeRate {
    let broker = try servers.amqp("AMQP_ADMIN_URL")
    guard let address = broker.addresses.first else { throw BenchmarkError("AMQP_ADMIN_URL names no host.") }
    var environment = try servers.variables(database: "redress")
    environment["AMQP_HOST"] = address.host
    environment["AMQP_PORT"] = "\(address.port)"
    environment["AMQP_USER"] = broker.user
    environment["AMQP_PASSWORD"] = broker.password
    environment["AMQP_VHOST"] = broker.virtualHost
    let text = try await Program.run(
      servers.products.appending(path: "floor").path, ["\(count)", "\(batch)", "\(ReportedComplaint.bodySize)"],
      environment: environment)
    let words = text.split(separator: " ")
    guard let rate = words.first.flatMap({ Double($0) }), words.count > 2, let seconds = Double(words[2]) else {
      throw BenchmarkError("The floor said: \(text)")
    }
    return IntakeRate(perSecond: rate, processorMicroseconds: seconds / Double(count) * 1e6)
  }
}
