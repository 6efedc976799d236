import DurableMessaging
import Foundation
import Messages
import Postgres
import TestSupport
import Testing

@Suite("Inbox: retry, parking, quarantine", .serialized, .database)
struct InboxRetryTests {
  @Test("What is not possible yet is tried again later, and then succeeds")
  func retryThenSuccess() async throws {
    try await World.run { world in
      let message = world.arrival("a", .countBehindGate, "gate")
      try await world.work.handle([message])
      #expect(try await world.states() == ["retrying": 1])
      #expect(try await world.sql("SELECT attempts, last_error FROM inbox_message;") == "1|gate-closed")
      #expect(try await world.work.retryDue() == 0, "its time has not come")
      try await world.work.handle([message])
      #expect(try await world.states() == ["retrying": 1], "delivered again, it goes on waiting")

      try await world.openGate("gate")
      try await world.makeDue()
      #expect(try await world.work.retryDue() == 1)
      #expect(try await world.states() == ["processed": 1])
      #expect(try await world.marks() == ["gate"])
    }
  }

  @Test("What arrives for a waiting subject waits behind it, and is released in the order of arrival")
  func parking() async throws {
    try await World.run { world in
      try await world.work.handle([
        world.arrival("a", .countBehindGate, "gate"), world.arrival("a", .count, "a2"),
        world.arrival("b", .count, "b1"),
        world.arrival("a", .count, "a3"),
      ])
      try await world.work.handle([world.arrival("a", .count, "a4"), world.arrival("b", .count, "b2")])
      #expect(try await world.states() == ["retrying": 1, "parked": 3, "processed": 2])
      try await world.makeDue()
      try await world.retryAll()
      #expect(try await world.states() == ["retrying": 1, "parked": 3, "processed": 2], "the gate is still closed")

      try await world.openGate("gate")
      try await world.makeDue()
      try await world.retryAll()
      #expect(try await world.states() == ["processed": 6])
      #expect(try await world.marks(of: "a") == ["gate", "a2", "a3", "a4"])
    }
  }

  @Test("A parked message that has to wait itself holds up those behind it")
  func parkedWaits() async throws {
    try await World.run { world in
      try await world.work.handle([
        world.arrival("a", .countBehindGate, "first"), world.arrival("a", .countBehindGate, "second"),
        world.arrival("a", .count, "third"),
      ])
      try await world.openGate("first")
      try await world.makeDue()
      try await world.retryAll()
      #expect(try await world.states() == ["processed": 1, "retrying": 1, "parked": 1])
      try await world.openGate("second")
      try await world.makeDue()
      try await world.retryAll()
      #expect(try await world.marks() == ["first", "second", "third"])
    }
  }

  @Test("After the last attempt a message goes into quarantine with an answer, and its subject goes on")
  func exhaustion() async throws {
    var policy = RetryPolicy.patient
    policy.mostAttempts = 3
    try await World.run(retryPolicy: policy) { world in
      try await world.work.handle([world.arrival("a", .countBehindGate, "gate"), world.arrival("a", .count, "next")])
      for attempts in 2...3 {
        try await world.makeDue()
        try await world.retryAll()
        #expect(
          try await world.sql("SELECT attempts FROM inbox_message WHERE last_error IS NOT NULL;") == "\(attempts)")
      }
      #expect(try await world.states() == ["quarantined": 1, "processed": 1])
      #expect(try await world.marks() == ["next"])
      let entry = try #require(try await Quarantine(pool: world.pool).list().first)
      #expect(entry.lastError == "gate-closed")
      #expect(entry.faults.first?.code.rawValue == "gave-up")
      #expect(try await world.sql("SELECT count(*) FROM outbox_message WHERE routing_key = 'tally.refused.v1';") == "1")
    }
  }

  @Test("Several sweepers take each message once, and no subject's order is inverted")
  func concurrentSweepers() async throws {
    try await World.run { world in
      for subject in ["a", "b", "c"] {
        try await world.work.handle(
          [world.arrival(subject, .countBehindGate, "\(subject)0")]
            + (1..<5).map { world.arrival(subject, .count, "\(subject)\($0)") })
        try await world.openGate("\(subject)0")
      }
      try await world.makeDue()
      try await eventually(within: .seconds(120), "everything is processed") {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<4 { group.addTask { _ = try await world.work.retryDue(limit: 2) } }
          try await group.waitForAll()
        }
        return try await world.states() == ["processed": 15]
      }
      for subject in ["a", "b", "c"] {
        #expect(try await world.marks(of: subject) == (0..<5).map { "\(subject)\($0)" })
      }
    }
  }

  @Test("The sweeper does it by itself")
  func sweeper() async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .countBehindGate, "gate"), world.arrival("a", .count, "next")])
      try await world.openGate("gate")
      try await world.makeDue()
      try await running([{ await RetrySweeper(work: world.work, logger: world.logger).run() }]) {
        try await eventually(within: .seconds(30), "both are processed") {
          try await world.states() == ["processed": 2]
        }
      }
      #expect(try await world.marks() == ["gate", "next"])
    }
  }

  @Test("A message in quarantine can be replayed, once, with its faults mended")
  func replay() async throws {
    try await World.run { world in
      var policy = RetryPolicy.patient
      policy.mostAttempts = 1
      let strict = UnitOfWork(
        pool: world.pool, handler: TallyHandler(), clock: world.clock, service: .intake, commits: world.commits,
        retryPolicy: policy, logger: world.logger)
      try await strict.handle([world.arrival("a", .countBehindGate, "gate")])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      try await world.openGate("gate")
      #expect(try await quarantine.replay(entry.id, by: "li.wei"))
      #expect(try await !quarantine.replay(entry.id, by: "li.wei"), "it is no longer there")
      #expect(try await world.work.retryDue() == 1)
      #expect(try await world.marks() == ["gate"])
      #expect(try await world.sql("SELECT state, decided_by FROM inbox_message;") == "processed|li.wei")
    }
  }

  @Test("A message in quarantine can be given up: its contents go, the note stays")
  func discard() async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .refuse, "bad")])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      #expect(try await quarantine.discard(entry.id, by: "li.wei", reason: "a test message"))
      #expect(try await !quarantine.discard(entry.id, by: "li.wei", reason: "again"))
      #expect(try await quarantine.list().isEmpty)
      #expect(
        try await world.sql("SELECT state, envelope IS NULL, decided_by, decided_reason FROM inbox_message;")
          == "discarded|t|li.wei|a test message")
      try await world.work.handle([world.arrival("b", .count, "r1")])
      #expect(try await world.marks() == ["r1"])
    }
  }

  @Test("The quarantine is read page by page")
  func paging() async throws {
    try await World.run { world in
      try await world.work.handle((0..<5).map { world.arrival("s\($0)", .refuse, "r\($0)") })
      let quarantine = Quarantine(pool: world.pool)
      let first = try await quarantine.list(limit: 2)
      let second = try await quarantine.list(after: first.last?.id, limit: 2)
      let third = try await quarantine.list(after: second.last?.id, limit: 2)
      #expect((first + second + third).map(\.subject) == ["s0", "s1", "s2", "s3", "s4"])
    }
  }

  @Test("The janitor removes processed messages after 14 days, in small batches, and no others")
  func janitor() async throws {
    try await World.run { world in
      try await world.work.handle((0..<25).map { world.arrival("s", .count, "r\($0)") })
      try await world.work.handle([world.arrival("q", .refuse, "bad"), world.arrival("w", .countBehindGate, "gate")])
      try await world.sql("UPDATE inbox_message SET received_at = now() - interval '13 days 23 hours';")
      let janitor = Janitor(pool: world.pool, logger: world.logger)
      #expect(try await janitor.clean(batch: 10) == 0)
      try await world.sql("UPDATE inbox_message SET received_at = now() - interval '14 days 1 hour';")
      #expect(try await janitor.clean(batch: 10) == 25)
      #expect(try await world.states() == ["quarantined": 1, "retrying": 1])
    }
  }
}
