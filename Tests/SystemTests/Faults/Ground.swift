import TestSupport

/// The servers that a fault happens to.
enum Ground: Sendable {
  /// One broker and one database, which most cases use one after the other.
  case shared

  /// Runs `body` with a virtual host and a database of its own on these servers.
  func provide(_ body: () async throws -> Void) async throws {
    switch self {
    case .shared:
      // A case that failed may have left one of them dead.
      try await PrivateServers.current.run("start_servers")
      try await Self.world(body)
    }
  }

  private static func world(_ body: () async throws -> Void) async throws {
    try await TestBroker.provide(definitions: true) {
      try await TestDatabase.provide(schemas: true) { try await body() }
    }
  }
}
