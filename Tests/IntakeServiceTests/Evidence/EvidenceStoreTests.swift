import Foundation
import IntakeDomain
import Messages
import ServiceRuntime
import TestSupport
import Testing

@testable import IntakeService

/// What every store of evidence does: the same tests for all.
struct EvidenceStoreTests {
  enum Kind: String, CaseIterable, Sendable { case directory, bucket, bucketByTLS }

  @Test("R-038: a file is kept once, however often it is handed in, and read back as it was", arguments: Kind.allCases)
  func keptOnce(_ kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      try await store.check()
      let files: [[UInt8]] = [[1, 2, 3], [], (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }]
      for bytes in files {
        let checksum = EvidenceDirectory.checksum(of: bytes)
        await #expect(throws: EvidenceFailure.missing(checksum)) { try await store.get(checksum: checksum) }
        for _ in 1...2 { try await store.put(bytes, checksum: checksum) }
        #expect(try await store.get(checksum: checksum) == bytes)
      }
    }
  }

  @Test("R-038: several at once with one file all succeed", arguments: Kind.allCases) func atOnce(_ kind: Kind)
    async throws
  {
    try await Self.withStore(kind) { store in
      let bytes = [UInt8](repeating: 7, count: 10_000)
      let checksum = EvidenceDirectory.checksum(of: bytes)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...8 { group.addTask { try await store.put(bytes, checksum: checksum) } }
        try await group.waitForAll()
      }
      #expect(try await store.get(checksum: checksum) == bytes)
    }
  }

  @Test(
    "R-038: what is not what it was is not given out, not taken for the file and not overwritten",
    arguments: Kind.allCases) func changed(_ kind: Kind) async throws
  {
    try await Self.withStore(kind) { store in
      let checksum = EvidenceDirectory.checksum(of: [1, 2, 3])
      // The store is told another's name: as if somebody had changed the file behind its back.
      await #expect(throws: EvidenceFailure.changed(checksum)) { try await store.put([1, 2, 4], checksum: checksum) }
      await #expect(throws: EvidenceFailure.changed(checksum)) { try await store.get(checksum: checksum) }
      await #expect(throws: EvidenceFailure.changed(checksum)) { try await store.put([1, 2, 3], checksum: checksum) }
      await #expect(throws: EvidenceFailure.changed(checksum)) { try await store.get(checksum: checksum) }
    }
  }

  @Test(
    "R-333: a file that is removed is gone; removing it again is no fault, and it may come again",
    arguments: Kind.allCases)
  func removed(_ kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      let (checksum, other) = (EvidenceDirectory.checksum(of: [1, 2, 3]), EvidenceDirectory.checksum(of: [4]))
      try await store.put([1, 2, 3], checksum: checksum)
      try await store.put([4], checksum: other)
      for _ in 1...2 {
        try await store.remove(checksum: checksum)
        await #expect(throws: EvidenceFailure.missing(checksum)) { try await store.get(checksum: checksum) }
      }
      #expect(try await store.get(checksum: other) == [4])
      try await store.put([1, 2, 3], checksum: checksum)
      #expect(try await store.get(checksum: checksum) == [1, 2, 3])
    }
  }

  @Test("A store that is away says so, in words without its secret", arguments: Kind.allCases) func away(_ kind: Kind)
    async throws
  {
    try await Self.withStore(kind, isAway: true) { store in
      for attempt in [
        { try await store.check() }, { try await store.put([1], checksum: EvidenceDirectory.checksum(of: [1])) },
      ] as [@Sendable () async throws -> Void] {
        let failure = await #expect(throws: EvidenceFailure.self) { try await attempt() }
        guard case .unavailable(let reason)? = failure else {
          Issue.record("\(String(describing: failure))")
          continue
        }
        #expect(!reason.isEmpty && !reason.contains("guarded"))
      }
    }
  }

  @Test("A key that does not count, and a bucket that is not there, are refused by name") func refused() async throws {
    try await ObjectStore.run { server in
      for (change, expected) in [
        ["EVIDENCE_S3_SECRET": "guarded"]: "SignatureDoesNotMatch", ["EVIDENCE_S3_ACCESS_KEY": "AKIANOBODY"]: "403",
        ["EVIDENCE_S3_BUCKET": "elsewhere"]: "403",
      ] {
        let store = try Self.bucket(server.settings().merging(change) { $1 })
        let checksum = EvidenceDirectory.checksum(of: [1])
        let failure = await #expect(throws: EvidenceFailure.self) { try await store.get(checksum: checksum) }
        guard case .unavailable(let reason)? = failure else {
          Issue.record("\(String(describing: failure))")
          continue
        }
        #expect(reason.contains(expected) && !reason.contains("guarded"))
      }
    }
  }

  @Test("R-038: an object is written on the condition that there is none yet") func condition() async throws {
    try await ObjectStore.run { server in
      let store = try Self.bucket(server.settings())
      let checksum = EvidenceDirectory.checksum(of: [5])
      for _ in 1...3 { try await store.put([5], checksum: checksum) }
      let log = try String(contentsOf: server.log, encoding: .utf8)
      #expect(log.components(separatedBy: "PUT /\(ObjectStore.bucket)/\(EvidenceKey.key(checksum))").count == 2)
    }
  }

  @Test("R-038: what is shown may be some bytes longer than the longest original", arguments: Kind.allCases)
  func longest(_ kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      let bytes = [UInt8](repeating: 9, count: Evidence.mostBytes + 1000)
      let checksum = EvidenceDirectory.checksum(of: bytes)
      try await store.put(bytes, checksum: checksum)
      #expect(try await store.get(checksum: checksum).count == bytes.count)
    }
  }

  // MARK: - Stores

  private static func withStore(
    _ kind: Kind, isAway: Bool = false, _ body: @Sendable (any EvidenceStore) async throws -> Void
  ) async throws {
    switch kind {
    case .directory:
      let directory = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: directory) }
      // A file stands where the directory should be.
      if isAway { try Data().write(to: directory) }
      try await body(EvidenceDirectory(path: directory.path))
    case .bucket, .bucketByTLS:
      let closed = try TCPProxy(serverPorts: [1])
      try await ObjectStore.run(tls: kind == .bucketByTLS) { server in
        try await body(try Self.bucket(server.settings(port: isAway ? Int(closed.port) : nil)))
      }
    }
  }

  private static func bucket(_ settings: [String: String]) throws -> any EvidenceStore {
    let required = ["AMQP_URL": "amqp://intake@broker/redress", "DATABASE_URL": "postgres://intake@host/redress"]
    return try EvidenceSettings.store(
      try ServiceConfiguration(
        service: .intake, settings: IntakeDefinition.settings, environment: required.merging(settings) { $1 }))
  }
}
