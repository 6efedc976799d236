import AMQP
import Logging
import Messages
import TestSupport
import Testing

/// What nobody may do to the broker, tried with a client that knows nothing of this code where one can: amqp-tools.
@Suite("Least privilege on the broker", .broker(definitions: true))
struct BrokerPrivilegeTests {
  private static let services = Service.allCases.filter { $0 != .outside }.map(\.rawValue)
  private static let outsiders = ["pms", "contractor-1", "contractor-2"]

  @Test("A service publishes to its own exchange and to nobody else's", arguments: services)
  func servicePublishesToItsOwnExchange(service: String) async throws {
    try await expectAllowed(publish(as: service, to: "\(service).events", key: "anything.happened.v1"))
    for other in Self.services where other != service {
      try await expectRefused(publish(as: service, to: "\(other).events", key: "anything.happened.v1"))
    }
    try await expectRefused(publish(as: service, to: "inbound", key: "complaint.reported.v1"))
  }

  @Test("A service reads and declares its own queues and nobody else's", arguments: services)
  func serviceReadsItsOwnQueues(service: String) async throws {
    try await expectAllowed(declareQueue("\(service).inbox", as: service))
    for other in Self.services where other != service {
      try await expectRefused(declareQueue("\(other).mine", as: service))
      try await expectAllowed(declareQueue("\(other).events.copy", as: other))
      try await expectRefused(get("\(other).events.copy", as: service))
    }
  }

  @Test("A service binds its queue to the exchanges it consumes and to no other", arguments: services)
  func serviceBindsToWhatItConsumes(service: String) async throws {
    let consumed = Catalogue.consumed(by: try #require(Service(rawValue: service))).keys
    for exchange in Service.allCases.map(\.exchange) where exchange != "\(service).events" {
      let result = try await bind("\(service).\(exchange)", to: exchange, as: service)
      if consumed.contains(exchange) { expectAllowed(result) } else { expectRefused(result) }
    }
  }

  @Test("An outside system publishes nowhere but to inbound", arguments: outsiders)
  func outsiderPublishesToInboundOnly(user: String) async throws {
    for exchange in Self.services.map({ "\($0).events" }) {
      try await expectRefused(publish(as: user, to: exchange, key: Self.key(of: user)))
    }
    // The default exchange would deliver to any queue by name.
    try await expectAllowed(declareQueue("intake.inbound", as: "intake"))
    try await expectRefused(publish(as: user, to: "", key: "intake.inbound"))
  }

  @Test("An outside system reads nothing and declares nothing", arguments: outsiders)
  func outsiderReadsNothing(user: String) async throws {
    try await expectAllowed(declareQueue("intake.inbound", as: "intake"))
    try await expectRefused(get("intake.inbound", as: user))
    try await expectRefused(declareQueue("\(user).queue", as: user))
  }

  @Test("An outside system sends its own message type, under its own name if any", arguments: outsiders)
  func outsiderSendsItsOwnType(user: String) async throws {
    let key = Self.key(of: user)
    try await expectAllowed(publish(as: user, to: "inbound", key: key))
    try await expectAllowed(publish(as: user, to: "inbound", key: "\(key).\(user)"))
    for other in Self.outsiders where other != user {
      try await expectRefused(publish(as: user, to: "inbound", key: "\(key).\(other)"))
    }
    let foreignType = user == "pms" ? "repair.completion-reported.v1" : "complaint.reported.v1"
    try await expectRefused(publish(as: user, to: "inbound", key: foreignType))
    try await expectRefused(publish(as: user, to: "inbound", key: "\(foreignType).\(user)"))
    try await expectRefused(publish(as: user, to: "inbound", key: "\(key).\(user).more"))
    try await expectRefused(publish(as: user, to: "inbound", key: "case.closed.v1"))
  }

  @Test("The observer reads every service's events and writes to no exchange")
  func observerOnlyReads() async throws {
    for service in Self.services {
      try await expectAllowed(bind("observer.look", to: "\(service).events", as: "observer"))
      try await expectRefused(publish(as: "observer", to: "\(service).events", key: "case.closed.v1"))
      try await expectAllowed(declareQueue("\(service).inbox", as: service))
      try await expectRefused(get("\(service).inbox", as: "observer"))
    }
    try await expectRefused(publish(as: "observer", to: "inbound", key: "complaint.reported.v1"))
    try await expectRefused(bind("observer.look", to: "inbound", as: "observer"))
  }

  @Test("A sender who claims somebody else's name is refused by the broker", arguments: outsiders)
  func senderCannotClaimAnotherName(user: String) async throws {
    // amqp-publish cannot set a user id. Nobody reads here: a message that the broker accepts comes back as unroutable.
    let truthful = await failure(claiming: user, as: user)
    #expect(truthful?.code == .unroutable, "\(String(reflecting: truthful))")
    for other in Self.outsiders + ["admin", "intake"] where other != user {
      let claimed = await failure(claiming: other, as: user)
      #expect(claimed?.replyCode == 406, "\(String(reflecting: claimed))")
    }
  }

  private func failure(claiming name: String, as user: String) async -> AMQPError? {
    do {
      let configuration = try AMQPConfiguration(
        url: TestBroker.current.amqpURL(user: user), connectionName: "least-privilege")
      let publisher = AMQPPublisher(
        configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let running = Task { await publisher.run() }
      defer { running.cancel() }
      try await publisher.publish(
        AMQPMessage(
          exchange: Service.outside.exchange, routingKey: Self.key(of: user),
          properties: AMQPProperties(userID: name), body: Array("{}".utf8)))
      return nil
    } catch let error as AMQPError {
      return error
    } catch {
      Issue.record(error)
      return nil
    }
  }

  private static func key(of user: String) -> String {
    user == "pms" ? "complaint.reported.v1" : "repair.completion-reported.v1"
  }

  // MARK: amqp-tools

  private func publish(as user: String, to exchange: String, key: String) async throws -> Command.Result {
    try await Command.run(
      "amqp-publish", ["--url", TestBroker.current.amqpURL(user: user), "-e", exchange, "-r", key, "-b", "{}"])
  }

  private func declareQueue(_ queue: String, as user: String) async throws -> Command.Result {
    try await Command.run("amqp-declare-queue", ["--url", TestBroker.current.amqpURL(user: user), "-d", "-q", queue])
  }

  private func get(_ queue: String, as user: String) async throws -> Command.Result {
    try await Command.run("amqp-get", ["--url", TestBroker.current.amqpURL(user: user), "-q", queue])
  }

  /// amqp-consume declares the queue, binds it, and ends with the first message; the administrator sends until it does.
  private func bind(_ queue: String, to exchange: String, as user: String) async throws -> Command.Result {
    let administrator = TestBroker.current.amqpURL
    let sender = Task {
      while !Task.isCancelled {
        _ = try await Command.run("amqp-publish", ["--url", administrator, "-e", exchange, "-r", "any", "-b", "{}"])
      }
    }
    defer { sender.cancel() }
    return try await Command.run(
      "amqp-consume",
      ["--url", TestBroker.current.amqpURL(user: user), "-q", queue, "-e", exchange, "-r", "#", "-c", "1", "cat"])
  }

  private func expectAllowed(_ result: Command.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      result.status == 0, "\(result.output)", sourceLocation: sourceLocation)
  }

  private func expectRefused(_ result: Command.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(result.output.contains("ACCESS_REFUSED"), "\(result)", sourceLocation: sourceLocation)
    #expect(result.status != 0, sourceLocation: sourceLocation)
  }
}
