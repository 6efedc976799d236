import AMQP
import DurableMessaging
import Foundation
import Messages

/// Sends complaints as the property office's broker user.
struct Inbound: Sendable {
  private let publisher: AMQPPublisher

  init(_ servers: Servers) throws {
    self.publisher = AMQPPublisher(configuration: try servers.amqp("PMS_AMQP_URL"), logger: servers.logger)
  }

  /// Keeps the link up for the length of `body`.
  func open<R: Sendable>(_ body: () async throws -> R) async throws -> R {
    let run = Task { await self.publisher.run() }
    defer { run.cancel() }
    return try await body()
  }

  /// Returns when the broker has it.
  func send(_ complaint: ReportedComplaint) async throws {
    try await self.publisher.publish(complaint.message(at: .now))
  }

  /// Sends `count` complaints as fast as the broker takes them.
  func fill(_ count: Int, of run: String) async throws {
    let workers = 256
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          for number in stride(from: worker, to: count, by: workers) {
            try await self.send(ReportedComplaint(number, of: run))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// The queues of services, which need not have been started yet.
  static func declareQueues(of services: [Service], on servers: Servers) async throws {
    for service in services {
      var configuration = try servers.amqp("AMQP_ADMIN_URL")
      configuration.connectionName = "declaring"
      let publisher = AMQPPublisher(
        configuration: configuration, topology: ServiceTopology.make(for: service), logger: servers.logger)
      let run = Task { await publisher.run() }
      while await publisher.linkState != .ready {
        if await publisher.linkState == .failed { throw BenchmarkError("The queues of \(service) cannot be declared.") }
        try await Task.sleep(for: .milliseconds(5))
      }
      run.cancel()
      await run.value
    }
  }
}
