import AMQP
import DurableMessaging
import Foundation
import Logging
package import Messages
package import Messaging
package import ServiceRuntime
import TestSupport

/// One service in this process, on the test's own virtual host and database, and the world around it.
///
/// To be used in a suite with the traits `.broker(definitions: true)` and `.database(schemas: true)`: the service runs
/// with its own broker user and database role, so a test also proves that these are enough.
package struct ServiceWorld: Sendable {
  package let api: TestHTTP
  package let admin: TestHTTP
  /// What the service publishes, in the order of arrival.
  package let events: EventLog
  private let publishers: [String: AMQPPublisher]

  /// Starts the service, runs `body`, stops the service and waits until it has ended.
  package static func run<Definition: ServiceDefinition, Result: Sendable>(
    _ definition: Definition.Type, settings: [String: String] = [:], senders: [String] = [],
    _ body: @escaping @Sendable (ServiceWorld) async throws -> Result
  ) async throws -> Result {
    let broker = TestBroker.current
    let service = Definition.service
    var environment = [
      "AMQP_URL": try broker.amqpURL(user: service.rawValue),
      "DATABASE_URL": try TestDatabase.current.url(role: service.rawValue), "HTTP_PORT": "0", "ADMIN_PORT": "0",
      "DATABASE_POOL_SIZE": "4",
    ]
    environment.merge(settings) { $1 }
    let configuration = try ServiceConfiguration(
      service: service, settings: Definition.settings, environment: environment)
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let instance = try ServiceInstance(Definition.self, configuration: configuration, logger: logger)
    let events = try EventLog(of: service, logger: logger)
    var publishers: [String: AMQPPublisher] = [:]
    for user in senders + Service.allCases.filter({ $0 != .outside }).map(\.rawValue) {
      publishers[user] = AMQPPublisher(
        configuration: try AMQPConfiguration(url: try broker.amqpURL(user: user), connectionName: "test-\(user)"),
        logger: logger)
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for publisher in publishers.values { group.addTask { await publisher.run() } }
      group.addTask { await events.run() }
      try await events.ready()
      group.addTask { try await instance.run() }
      let addresses = try await within(.seconds(30), "\(service) is ready") { try await instance.ready() }
      let world = ServiceWorld(
        api: TestHTTP(port: addresses.http.port), admin: TestHTTP(port: addresses.admin.port), events: events,
        publishers: publishers)
      defer {
        instance.stop()
        group.cancelAll()
      }
      return try await body(world)
    }
  }

  /// Publishes an event of a sibling service, as that service would.
  @discardableResult
  package func publish(_ message: some Message, from service: Service, version: Int64? = nil) async throws -> Envelope {
    let envelope = Envelope(
      id: UUID().uuidString, source: "/\(service.rawValue)", type: type(of: message).type, subject: message.subject,
      time: Date(), aggregateVersion: version, data: try MessageCoding.encode(message))
    try await self.publish(envelope, from: service)
    return envelope
  }

  /// Publishes an event as it is; the same event again is a redelivery.
  package func publish(_ envelope: Envelope, from service: Service) async throws {
    try await self.send(
      CloudEventsCodec.encode(envelope, exchange: service.exchange), as: service.rawValue)
  }

  /// Publishes to `inbound` as an outside system that sets its `user_id`.
  package func publish(
    _ message: some Message, as user: String, id: String = UUID().uuidString, source: String? = nil
  ) async throws {
    var transport = CloudEventsCodec.encode(
      Envelope(
        id: id, source: source ?? "/\(user)", type: type(of: message).type, data: try MessageCoding.encode(message)),
      exchange: Service.outside.exchange)
    transport.userID = user
    try await self.send(transport, as: user)
  }

  /// Publishes whatever bytes and properties the test has made up.
  package func send(_ transport: TransportMessage, as user: String) async throws {
    guard let publisher = self.publishers[user] else { throw TestSupportError("no publisher for \(user)") }
    try await publisher.publish(transport.amqpMessage)
  }
}
