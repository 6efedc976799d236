import Foundation
import TestSupport

/// The servers that a fault happens to.
enum Ground: Sendable {
  /// One broker and one database, which most cases use one after the other.
  case shared
  /// A broker of three nodes.
  case cluster
  /// A database with a standby, without which it commits nothing.
  case standby
  /// A database on a disk that is easily filled.
  case smallDisk

  /// This machine cannot offer it.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs `body` with a virtual host and a database of its own on these servers.
  func provide(_ body: () async throws -> Void) async throws {
    if self == .shared {
      // A case that failed may have left one of them dead.
      try await PrivateServers.current.run("start_servers")
      try await self.world(body)
    } else {
      try await PrivateServers.provide("\(self)", start: self.start) { try await self.world(body) }
    }
  }

  private func world(_ body: () async throws -> Void) async throws {
    // Where the servers go in the end, so do the worlds on them; some of these servers are dead by then.
    let isShared = self == .shared
    try await TestBroker.provide(definitions: true, removing: isShared) {
      try await TestDatabase.provide(schemas: true, removing: isShared) { try await body() }
    }
  }

  private func start(_ servers: PrivateServers) async throws {
    if self == .smallDisk { try await Self.mountSmallDisk(for: servers) }
    try await servers.run("start_servers")
    switch self {
    case .shared, .smallDisk: break
    case .cluster:
      for node in ["broker-2", "broker-3"] {
        try await servers.run("start_broker", node)
        try await servers.run("wait_for_broker", node)
      }
    case .standby:
      try await servers.run("start_standby")
      try await servers.run("wait_for_standby")
    }
  }

  /// A file system in memory, where the database's files will be. Only a system administrator may mount one.
  private static func mountSmallDisk(for servers: PrivateServers) async throws {
    let directory = servers.directory.appending(path: "database")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let result = try await Command.run(
      "mount", ["-t", "tmpfs", "-o", "size=200m", "redress-small-disk", directory.path])
    guard result.status == 0 else {
      throw Missing(description: "a small disk cannot be mounted here: \(result.output)")
    }
  }
}
