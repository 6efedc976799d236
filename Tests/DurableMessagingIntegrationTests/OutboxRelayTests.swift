import AMQP
import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("OutboxRelay", .serialized, .database)
struct OutboxRelayTests {
  private func relay(_ world: World, _ publisher: any MessagePublisher) -> OutboxRelay {
    OutboxRelay(
      configuration: world.configuration, publisher: publisher, commits: world.commits, logger: world.logger)
  }

  /// A relay of another process: it hears of nothing but what it polls.
  private func distantRelay(_ world: World, _ publisher: any MessagePublisher) -> OutboxRelay {
    OutboxRelay(
      configuration: world.configuration, publisher: publisher, commits: CommitSignals(), logger: world.logger)
  }

  private func fill(_ world: World, subjects: Int, rounds: Range<Int>) async throws {
    for round in rounds {
      try await world.work.handle(
        (0..<subjects).map { world.arrival("s\($0)", .count, "s\($0) \(round)") })
    }
  }

  /// Of each subject, the versions in the order in which they came first.
  private func versions(_ publisher: RecordingPublisher) -> [String: [Int64]] {
    var versions: [String: [Int64]] = [:]
    for message in publisher.distinct {
      guard let subject = message.properties.headers["cloudEvents_subject"]?.text,
        case .int64(let version)? = message.properties.headers["cloudEvents_aggregateversion"]
      else { continue }
      versions[subject, default: []].append(version)
    }
    return versions
  }

  private func isEmpty(_ world: World) async throws -> Bool {
    try await world.sql("SELECT count(*) FROM outbox_message;") == "0"
  }

  @Test("What is committed is published at once, in order, and then deleted")
  func publishes() async throws {
    try await World.run { world in
      let publisher = RecordingPublisher()
      try await running([{ await self.relay(world, publisher).run() }]) {
        try await self.fill(world, subjects: 20, rounds: 0..<10)
        try await eventually(within: .seconds(30), "the outbox is empty") { try await self.isEmpty(world) }
      }
      #expect(publisher.messages.count == 200, "nothing was sent twice")
      #expect(self.versions(publisher).values.allSatisfy { $0 == Array(1...10) })
    }
  }

  @Test("A broker that refuses, loses confirms and loses links costs neither order nor messages")
  func survivesFailures() async throws {
    try await World.run { world in
      let generator = Mutex(SeededGenerator())
      let publisher = RecordingPublisher { _ in
        let dice = generator.withLock { Int.random(in: 0..<100, using: &$0) }
        return dice < 3 ? AMQPError(.linkLost) : dice < 6 ? AMQPError(.notConfirmed) : nil
      }
      try await running([{ await self.relay(world, publisher).run() }]) {
        try await self.fill(world, subjects: 10, rounds: 0..<10)
        try await eventually(within: .seconds(60), "the outbox is empty") { try await self.isEmpty(world) }
      }
      #expect(publisher.distinct.count == 100)
      #expect(
        self.versions(publisher).values.allSatisfy { $0 == Array(1...10) }, "\(generator.withLock { $0 })")
    }
  }

  @Test("Of two relays each lane has one; when the sessions of both are ended, order holds and nothing is lost")
  func twins() async throws {
    try await World.run { world in
      let publisher = RecordingPublisher()
      let near = self.relay(world, publisher)
      let distant = self.distantRelay(world, publisher)
      try await running([{ await near.run() }, { await distant.run() }]) {
        for round in 0..<4 {
          try await self.fill(world, subjects: 10, rounds: round * 5..<round * 5 + 5)
          try await world.sql(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_database ON pg_database.oid = database
            WHERE locktype = 'advisory' AND datname = current_database();
            """)
        }
        try await eventually(within: .seconds(30), "the outbox is empty") { try await self.isEmpty(world) }
        try await eventually(within: .seconds(30), "every lane is held once") {
          near.health.lanesHeld + distant.health.lanesHeld == 8
        }
      }
      #expect(publisher.distinct.count == 200)
      #expect(self.versions(publisher).values.allSatisfy { $0 == Array(1...20) })
    }
  }

  @Test("An unroutable message is tried again until it is taken, and readiness knows; one that may be unread is done")
  func unroutable() async throws {
    try await World.run { world in
      let hasQueue = Mutex(false)
      let publisher = RecordingPublisher { _ in hasQueue.withLock { $0 } ? nil : AMQPError(.unroutable) }
      let relay = self.relay(world, publisher)
      try await running([{ await relay.run() }]) {
        try await world.work.handle([world.arrival("a", .count, "r1"), world.arrival("a", .count, "r2")])
        try await eventually(within: .seconds(30), "it is known") { relay.health.unroutable == ["tally.counted.v1"] }
        hasQueue.withLock { $0 = true }
        try await eventually(within: .seconds(30), "the outbox is empty") { try await self.isEmpty(world) }
        #expect(relay.health.unroutable.isEmpty)
        hasQueue.withLock { $0 = false }
        try await world.sql(
          """
          INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
          VALUES (0, gen_random_uuid(), 'a', 'intake.events', 'complaint.rejected.v1', '{"headers": {}}', '{}');
          """)
        try await eventually(within: .seconds(30), "the refusal that nobody reads is gone") {
          try await self.isEmpty(world)
        }
      }
      #expect(self.versions(publisher) == ["a": [1, 2]])
    }
  }

  @Test("A row that a slow transaction commits below ids that were published is found")
  func lateCommit() async throws {
    try await World.run { world in
      let publisher = RecordingPublisher()
      let insert = """
        INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
        VALUES (3, gen_random_uuid(), 'late', 'e', 'k', '{"headers": {}}', '{}') RETURNING id
        """
      try await running([{ await self.relay(world, publisher).run() }]) {
        try await world.pool.transaction { transaction in
          _ = try await transaction.execute(InsertLate())
          try await world.sql(insert.replacingOccurrences(of: "late", with: "early") + ";")
          try await eventually(within: .seconds(30), "the higher id is published") { publisher.messages.count == 1 }
        }
        try await eventually(within: .seconds(30), "the lower id is published") { publisher.messages.count == 2 }
        try await eventually(within: .seconds(30), "the outbox is empty") { try await self.isEmpty(world) }
      }
    }
  }

  @Test("Stopped, it waits for what is under way, deletes that, and leaves the rest in the table")
  func stopping() async throws {
    try await World.run { world in
      let held = TestSignal<Void>()
      let begun = TestSignal<Void>()
      let publisher = RecordingPublisher { _ in
        begun.send()
        try? await held.next(within: .seconds(30))
        return nil
      }
      let relay = self.relay(world, publisher)
      let run = Task { await relay.run() }
      try await world.work.handle((1...3).map { world.arrival("a", .count, "r\($0)") })
      try await begun.next(within: .seconds(30))
      run.cancel()
      held.send()
      try await within(.seconds(30), "the end of the relay") { await run.value }
      #expect(self.versions(publisher) == ["a": [1]])
      #expect(try await world.sql("SELECT min(subject_version), count(*) FROM outbox_message;") == "2|2")
    }
  }
}

private struct InsertLate: PreparedStatement {
  static let sql = """
    INSERT INTO outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
    VALUES (3, gen_random_uuid(), 'late', 'e', 'k', '{"headers": {}}', '{}')
    """
}
