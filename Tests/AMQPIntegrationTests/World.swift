import AMQP
import Foundation
import Logging
import TestSupport
import Testing

/// What the tests of this module share: configurations for the test's own virtual host, and running things for a while.
enum World {
  /// How long a test waits for what should come at once: a loaded machine is no failure.
  static let patience = Duration.seconds(30)

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
    return try await self.start { await publisher.run() }.during { try await body(publisher) }
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
    let running = self.start {
      await consumer.run { batch in
        for delivery in batch { arrived.send(delivery) }
        return .settled
      }
    }
    return try await running.during { try await body(consumer, arrived) }
  }

  /// Starts what runs until it is cancelled.
  static func start(_ run: @escaping @Sendable () async -> Void) -> Running {
    Running(task: Task { await run() })
  }

  struct Running {
    let task: Task<Void, Never>

    /// Cancels it when `body` is done, also by an error, and waits for its end.
    func during<Result>(_ body: () async throws -> Result) async throws -> Result {
      do {
        let result = try await body()
        await self.cancel()
        return result
      } catch {
        await self.cancel()
        throw error
      }
    }

    private func cancel() async {
      self.task.cancel()
      await self.task.value
    }
  }

  /// Closes this virtual host's connections as an operator would, and makes sure that they are closed: the management
  /// interface finds a connection by name only a moment after it lists it.
  static func closeConnections(_ count: Int = 1) async throws {
    let broker = TestBroker.current
    try await eventually(within: self.patience, "\(count) connections") {
      try await broker.connectionNames().count >= count
    }
    let names = Set(try await broker.connectionNames())
    try await eventually(within: self.patience, "the end of the connections") {
      try await broker.closeAllConnections(atLeast: 0)
      return try await names.isDisjoint(with: broker.connectionNames())
    }
  }

  /// Waits until a link is in a state.
  static func until(
    _ state: LinkState, within limit: Duration = World.patience, _ current: @escaping @Sendable () async -> LinkState
  ) async throws {
    try await eventually(within: limit, "link \(state)") { await current() == state }
  }

  /// The bodies of the next deliveries.
  static func bodies(_ count: Int, _ arrived: TestSignal<Delivery>) async throws -> [String] {
    var bodies: [String] = []
    for _ in 0..<count {
      bodies.append(String(decoding: try await arrived.next(within: self.patience).body, as: UTF8.self))
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
