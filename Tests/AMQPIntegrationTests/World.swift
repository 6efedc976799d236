import AMQP
import Foundation
import Logging
import TestSupport
import Testing

/// What the tests of this module share: configurations for the test's own virtual host, and running things for a while.
enum World {
  static let logger = {
    var logger = Logger(label: "amqp-tests") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = ProcessInfo.processInfo.environment["AMQP_TEST_LOG"] == nil ? .critical : .trace
    return logger
  }()

  static func configuration(_ name: String = "test") throws -> AMQPConfiguration {
    var configuration = try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: name)
    configuration.rpcTimeout = .seconds(5)
    configuration.confirmTimeout = .seconds(15)
    return configuration
  }

  /// One exchange, one quorum queue of the same name that gets everything from it.
  static func topology(_ name: String) -> Topology {
    Topology(
      exchanges: [.own(name)], queues: [.quorum(name)],
      bindings: [Topology.Binding(exchange: name, queue: name, routingKey: "#")])
  }

  static func message(_ exchange: String, _ body: String, key: String = "complaint.reported.v1") -> AMQPMessage {
    AMQPMessage(
      exchange: exchange, routingKey: key, properties: AMQPProperties(messageID: body), body: Array(body.utf8))
  }

  /// Runs a publisher for as long as `body` takes, and waits for its end.
  static func withPublisher<Result>(
    _ topology: Topology = .empty, _ configuration: AMQPConfiguration? = nil,
    _ body: (AMQPPublisher) async throws -> Result
  ) async throws -> Result {
    let publisher = AMQPPublisher(
      configuration: try configuration ?? self.configuration("test.publisher"), topology: topology, logger: self.logger)
    return try await self.whileRunning({ await publisher.run() }) { try await body(publisher) }
  }

  /// Runs a consumer for as long as `body` takes; every batch is settled, and its deliveries go to the signal.
  static func withConsumer<Result>(
    _ queue: String, _ topology: Topology, _ configuration: AMQPConfiguration? = nil,
    _ body: (AMQPConsumer, TestSignal<Delivery>) async throws -> Result
  ) async throws -> Result {
    let consumer = AMQPConsumer(
      configuration: try configuration ?? self.configuration("test.consumer"), consumer: .init(queue: queue),
      topology: topology, logger: self.logger)
    let arrived = TestSignal<Delivery>()
    return try await self.whileRunning({
      await consumer.run { batch in
        for delivery in batch { arrived.send(delivery) }
        return .settled
      }
    }) { try await body(consumer, arrived) }
  }

  static func whileRunning<Result>(
    _ run: @escaping @Sendable () async -> Void, _ body: () async throws -> Result
  ) async throws -> Result {
    let running = Task { await run() }
    do {
      let result = try await body()
      running.cancel()
      await running.value
      return result
    } catch {
      running.cancel()
      await running.value
      throw error
    }
  }

  /// Waits until a link is in a state.
  static func until(
    _ state: LinkState, within limit: Duration = .seconds(10), _ current: @escaping @Sendable () async -> LinkState
  ) async throws {
    try await eventually(within: limit, "link \(state)") { await current() == state }
  }

  /// The bodies of the next deliveries.
  static func bodies(_ count: Int, _ arrived: TestSignal<Delivery>) async throws -> [String] {
    var bodies: [String] = []
    for _ in 0..<count {
      bodies.append(String(decoding: try await arrived.next(within: .seconds(15)).body, as: UTF8.self))
    }
    return bodies
  }

  /// The code of the error that `body` throws; nil when it throws none.
  static func code(_ body: () async throws -> Void) async -> AMQPError.Code? {
    do {
      try await body()
      return nil
    } catch let error as AMQPError {
      return error.code
    } catch {
      Issue.record(error)
      return nil
    }
  }

  /// The code of the error that publishing ends with; nil when the message is confirmed.
  static func code(publishing message: AMQPMessage, by publisher: AMQPPublisher) async -> AMQPError.Code? {
    await self.code { try await publisher.publish(message) }
  }

  /// How many threads of this process carry a name: the kernel keeps 15 bytes of it.
  static func threads(named name: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { id in
      let comm = try? String(contentsOfFile: "/proc/self/task/\(id)/comm", encoding: .utf8)
      return comm?.trimmingCharacters(in: .newlines) == String(name.prefix(15))
    }
  }
}
