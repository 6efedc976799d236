import Foundation

/// A virtual host of the private broker that one test owns; see ``BrokerTrait``.
package struct TestBroker: Sendable {
  @TaskLocal static var scoped: TestBroker?

  /// The running test's own.
  package static var current: TestBroker {
    guard let scoped else {
      preconditionFailure("TestBroker.current needs the trait .broker on the test or its suite, and no detached task")
    }
    return scoped
  }

  package let virtualHost: String
  /// Administrator over AMQP, in this virtual host.
  package let amqpURL: String
  private let management: ManagementAPI

  /// The URL of one of the users of deploy/rabbitmq/definitions.json, in this virtual host: `intake`, `pms`,
  /// `contractor-2`, … Their permissions exist here only with `.broker(definitions: true)`.
  package func amqpURL(user: String) throws -> String {
    let name = user == "observer" ? "AMQP_URL" : "\(Self.variable(user))_AMQP_URL"
    return try Self.url(name, virtualHost: virtualHost)
  }

  /// Closes every connection to this virtual host at the broker, as an operator would. Waits until there are at least
  /// `atLeast` of them; returns how many it closed.
  @discardableResult
  package func closeAllConnections(atLeast: Int = 1) async throws -> Int {
    try await eventually("\(atLeast) connections to \(virtualHost)") {
      try await connectionNames().count >= atLeast
    }
    let names = try await connectionNames()
    for name in names {
      try await management.send("DELETE", ["connections", name])
    }
    return names.count
  }

  package func connectionNames() async throws -> [String] {
    struct Connection: Decodable {
      let name: String
      let vhost: String
    }
    // The list by virtual host shows a new connection only with its first statistics; this one at once.
    return try await management.get([Connection].self, ["connections"], query: "?disable_stats=true")
      .filter { $0.vhost == virtualHost }.map(\.name)
  }

  package func deleteQueue(_ name: String) async throws {
    try await management.send("DELETE", ["queues", virtualHost, name])
  }

  /// The queues that an exchange passes its messages on to, with the routing keys by which it does.
  package func bindings(of exchange: String) async throws -> [(queue: String, routingKey: String)] {
    try await self.bindings(from: exchange).map { ($0.destination, $0.routingKey) }
  }

  /// Takes a queue off an exchange.
  package func unbind(_ queue: String, from exchange: String) async throws {
    for binding in try await self.bindings(from: exchange) where binding.destination == queue {
      try await management.send(
        "DELETE", ["bindings", virtualHost, "e", exchange, "q", queue, binding.propertiesKey])
    }
  }

  private struct Binding: Decodable {
    let destination: String
    let routingKey: String
    let propertiesKey: String

    enum CodingKeys: String, CodingKey {
      case destination
      case routingKey = "routing_key"
      case propertiesKey = "properties_key"
    }
  }

  private func bindings(from exchange: String) async throws -> [Binding] {
    try await management.get([Binding].self, ["exchanges", virtualHost, exchange, "bindings", "source"])
  }

  package func queueNames() async throws -> [String] {
    try await queues().map(\.name)
  }

  /// Messages in the queue, delivered or not, as of at most half a second ago; nil if there is no such queue. To wait
  /// for a depth, ask within ``eventually(within:_:_:)``.
  package func queueDepth(_ name: String) async throws -> Int? {
    try await queues().first { $0.name == name }?.messages
  }

  private struct Queue: Decodable {
    let name: String
    let messages: Int?
  }

  private func queues() async throws -> [Queue] {
    try await management.get(
      [Queue].self, ["queues", virtualHost], query: "?disable_stats=true&enable_queue_totals=true")
  }

  private static func variable(_ user: String) -> String {
    user.uppercased().replacingOccurrences(of: "-", with: "_")
  }

  private static func url(_ name: String, virtualHost: String) throws -> String {
    let url = try TestEnvironment.localURL(name)
    guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else {
      throw TestSupportError("\(name) is not a URL")
    }
    parts.path = "/\(virtualHost)"
    return parts.string ?? url.absoluteString
  }
}

extension TestBroker {
  private static let orphansRemoved = Task { try await removeOrphans() }

  /// What the trait `.broker` does, for a test that must do it itself.
  ///
  /// - Parameter removing: false where the whole broker goes in the end, and may not even be there any more.
  package static func provide(
    definitions: Bool, removing: Bool = true, _ body: () async throws -> Void
  ) async throws {
    let broker = try await self.create(definitions: definitions)
    try await cleaningUp {
      try await $scoped.withValue(broker) { try await body() }
    } by: {
      if removing { try await broker.remove() }
    }
  }

  private static func create(definitions: Bool) async throws -> TestBroker {
    try await orphansRemoved.value
    let management = try ManagementAPI()
    let name = TestName().value
    let broker = TestBroker(
      virtualHost: name, amqpURL: try url("AMQP_ADMIN_URL", virtualHost: name), management: management)
    // The creator gets all permissions in it.
    try await management.send("PUT", ["vhosts", name])
    if definitions {
      try await management.send("POST", ["definitions"], body: try Self.definitions(for: name))
    }
    return broker
  }

  private func remove() async throws {
    try await management.send("DELETE", ["vhosts", virtualHost])
  }

  private static func removeOrphans() async throws {
    struct VirtualHost: Decodable { let name: String }
    let management = try ManagementAPI()
    for host in try await management.get([VirtualHost].self, ["vhosts"]) where TestName.isOrphan(host.name) {
      try await management.send("DELETE", ["vhosts", host.name])
    }
  }

  /// The project's definitions with another virtual host's name, and without users: those are the broker's, not the
  /// virtual host's, and have their passwords already.
  private static func definitions(for virtualHost: String) throws -> Data {
    let file = TestEnvironment.projectDirectory.appending(path: "deploy/rabbitmq/definitions.json")
    guard let all = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [[String: Any]]] else {
      throw TestSupportError("deploy/rabbitmq/definitions.json is not an object of lists")
    }
    var moved: [String: [[String: Any]]] = [:]
    for kind in ["exchanges", "permissions", "topic_permissions"] {
      moved[kind] = all[kind]?.map { $0.merging(["vhost": virtualHost]) { _, new in new } }
    }
    return try JSONSerialization.data(withJSONObject: moved)
  }
}
