import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@Suite("Inbox: a batch", .serialized, .database)
struct InboxBatchTests {
  @Test("A message has its effect once, whether it comes again within a batch or in a later one")
  func repeats() async throws {
    try await World.run { world in
      let id = UUID()
      let message = world.arrival("a", .count, "r1", id: id)
      try await world.work.handle([message, message, world.arrival("a", .count, "r2")])
      try await world.work.handle([message])
      #expect(try await world.marks() == ["r1", "r2"])
      #expect(try await world.sql("SELECT sum(repeats) FROM inbox_message;") == "2")
      #expect(try await world.sql("SELECT count(*) FROM outbox_message;") == "2")
    }
  }

  @Test("What the broker delivers once more nobody has sent once more: it is not counted, and not decided again")
  func redelivered() async throws {
    try await World.run { world in
      let id = UUID()
      let good = World.transport("a", TallyCommand(kind: .count, reference: "r1"), id: id)
      let bad = World.transport("a", TallyCommand(kind: .refuse, reference: "bad"))
      for isRedelivered in [false, true, true] {
        try await world.work.handle(
          [good, bad].map { Arrival(consumer: World.queue, transport: $0, isRedelivered: isRedelivered) })
      }
      #expect(try await world.sql("SELECT sum(repeats) FROM inbox_message;") == "0")
      #expect(try await world.sql("SELECT count(*) FROM outbox_message WHERE routing_key = 'tally.refused.v1';") == "1")
      try await world.work.handle([
        Arrival(consumer: World.queue, transport: good, isRedelivered: true),
        Arrival(consumer: World.queue, transport: good),
      ])
      #expect(try await world.sql("SELECT sum(repeats) FROM inbox_message;") == "1")
    }
  }

  @Test("A refused message that its sender sends again is decided again, and answered again")
  func sentAgain() async throws {
    try await World.run { world in
      let message = world.arrival("a", .refuse, "bad")
      try await world.work.handle([message, world.arrival("a", .count, "r1")])
      let quarantine = Quarantine(pool: world.pool)
      let first = try #require(try await quarantine.list().first)
      try await world.work.handle([message, message])
      let second = try #require(try await quarantine.list().first)
      #expect(second.id > first.id, "it has arrived anew")
      #expect(second.repeats == 2)
      #expect(second.attempts == 1)
      #expect(second.faults == first.faults)
      #expect(second.bytes == first.bytes)
      #expect(try await world.sql("SELECT count(*) FROM outbox_message WHERE routing_key = 'tally.refused.v1';") == "2")
    }
  }

  @Test("A refused message that is sent again when its cause is mended has its effect, once")
  func sentAgainWhenMended() async throws {
    try await World.run { world in
      var policy = RetryPolicy.patient
      policy.mostAttempts = 1
      let strict = UnitOfWork(
        pool: world.pool, handler: TallyHandler(), clock: world.clock, service: .intake, commits: world.commits,
        retryPolicy: policy, logger: world.logger)
      let message = world.arrival("a", .countBehindGate, "gate")
      try await strict.handle([message])
      try await world.openGate("gate")
      try await strict.handle([message, message])
      try await strict.handle([message])
      #expect(try await world.marks() == ["gate"])
      #expect(
        try await world.sql("SELECT state, repeats, attempts, envelope IS NULL, faults IS NULL FROM inbox_message;")
          == "processed|3|0|t|t")
    }
  }

  @Test("A message that was given up stays given up when it is sent again")
  func sentAgainAfterDiscard() async throws {
    try await World.run { world in
      let message = world.arrival("a", .refuse, "bad")
      try await world.work.handle([message])
      let quarantine = Quarantine(pool: world.pool)
      let entry = try #require(try await quarantine.list().first)
      #expect(try await quarantine.discard(entry.id, by: "li.wei", reason: "a test"))
      try await world.work.handle([message])
      #expect(try await world.sql("SELECT state, repeats FROM inbox_message;") == "discarded|1")
    }
  }

  @Test("A message that is refused costs its neighbours nothing and leaves no trace but its note and the answer")
  func badNeighbour() async throws {
    try await World.run { world in
      try await world.work.handle([
        world.arrival("a", .count, "r1"), world.arrival("a", .refuse, "bad"), world.arrival("a", .count, "r2"),
      ])
      #expect(try await world.marks() == ["r1", "r2"])
      #expect(try await world.sql("SELECT total FROM tally;") == "2")
      #expect(try await world.states() == ["processed": 2, "quarantined": 1])
      let events = try await world.sql("SELECT routing_key FROM outbox_message ORDER BY id;")
      #expect(Set(events.split(separator: "\n")) == ["tally.counted.v1", "tally.refused.v1"])
      let entries = try await Quarantine(pool: world.pool).list()
      #expect(entries.map(\.faults) == [[Fault("reference", .invalid, "Refused as asked.")]])
    }
  }

  @Test("What cannot be read goes into quarantine with all its faults, and comes back byte for byte")
  func unreadable() async throws {
    try await World.run { world in
      let transport = TransportMessage(
        exchange: "inbound", routingKey: "x", contentType: "text/plain", headers: ["h": .unusable], body: [0xff, 0, 1])
      let arrival = Arrival(consumer: World.queue, transport: transport)
      try await world.work.handle([arrival, world.arrival("a", .count, "r1"), arrival])
      #expect(try await world.marks() == ["r1"])
      let entries = try await Quarantine(pool: world.pool).list()
      #expect(entries.count == 1)
      #expect(entries.first?.faults.isEmpty == false)
      #expect(entries.first?.repeats == 1)
      #expect(
        try await world.sql(
          "SELECT encode(envelope, 'hex') LIKE '%ff0001' FROM inbox_message WHERE state <> 'processed';")
          == "t")
    }
  }

  @Test("A message that the database refuses is put aside alone; the batch is handled one by one")
  func constraintViolation() async throws {
    try await World.run { world in
      try await world.work.handle([
        world.arrival("a", .count, "r1"), world.arrival("b", .count, "same"), world.arrival("c", .count, "same"),
        world.arrival("d", .count, "r2"),
      ])
      #expect(try await world.marks() == ["r1", "same", "r2"])
      let entries = try await Quarantine(pool: world.pool).list()
      #expect(entries.map(\.subject) == ["c"])
      #expect(entries.first?.faults.first?.code.rawValue == "not-stored")
      #expect(entries.first?.faults.first?.message.contains("mark_reference_key") == true)
      #expect(try await world.sql("SELECT total FROM tally WHERE subject = 'c';") == "")
    }
  }

  @Test("An event that is too large puts its cause into quarantine, and nothing traps")
  func unpublishable() async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .overflow, "big"), world.arrival("a", .count, "r1")])
      #expect(try await world.marks() == ["r1"])
      #expect(try await Quarantine(pool: world.pool).list().map(\.lastError) == ["unpublishable"])
    }
  }

  @Test(
    "Subjects and identifiers that no column or header can hold do no harm",
    arguments: ["a\u{0}b", String(repeating: "界", count: 4_000), ""])
  func hostileSubjects(_ subject: String) async throws {
    try await World.run { world in
      let command = Array("{}".utf8)
      let envelope = Envelope(
        id: "id\u{0}" + String(repeating: "x", count: 300), source: "/pms", type: "complaint.reported.v1",
        subject: subject, correlationID: String(repeating: "c", count: 1_000), data: command)
      let hostile = Arrival(
        key: UUID(), consumer: World.queue,
        transport: CloudEventsCodec.encode(envelope, exchange: "inbound"), envelope: .success(envelope))
      try await world.work.handle([hostile, world.arrival("a", .count, "r1")])
      #expect(try await world.marks() == ["r1"])
      #expect(try await world.states() == ["processed": 1, "quarantined": 1])
    }
  }

  @Test("An event knows what caused it, what story it belongs to and where in its subject's history it stands")
  func causes() async throws {
    try await World.run { world in
      let id = UUID()
      let trace = TraceContext.new()
      let command = TallyCommand(kind: .count, reference: "r1")
      let envelope = Envelope(
        id: id.uuidString.lowercased(), source: "/dispatch", type: "tally.asked.v1", subject: "a",
        correlationID: "story-1", traceContext: trace, data: Array(try JSONEncoder().encode(command)))
      let transport = CloudEventsCodec.encode(envelope, exchange: Service.dispatch.exchange)
      try await world.work.handle([Arrival(consumer: World.queue, transport: transport)])
      let row = try await world.sql(
        """
        SELECT headers->'headers'->>'cloudEvents_causationid', headers->>'correlationID',
          headers->'headers'->>'cloudEvents_source', headers->'headers'->>'traceparent', subject_version, exchange,
          routing_key, message_id::text = headers->>'messageID'
        FROM outbox_message;
        """
      ).split(separator: "|").map(String.init)
      try #require(row.count == 8)
      #expect(row[0] == id.uuidString.lowercased())
      #expect(row[1] == "story-1")
      #expect(row[2] == "/intake")
      #expect(row[3].hasPrefix("00-\(trace.traceID)-") && row[3] != trace.traceparent)
      #expect(row[4...] == ["1", "intake.events", "tally.counted.v1", "t"])
    }
  }

  @Test("A person's action is answered with its outcome, and refused with its faults")
  func actions() async throws {
    try await World.run { world in
      let count = TallyCommand(kind: .count, reference: "r1")
      let total = try await world.work.perform(.init(subject: "a", command: count))
      #expect(total == 1)
      await #expect(throws: Rejected.self) {
        try await world.work.perform(.init(subject: "a", command: TallyCommand(kind: .refuse, reference: "r2")))
      }
      await #expect(throws: PostgresError.self, "the reference is taken") {
        try await world.work.perform(.init(subject: "a", command: count))
      }
      #expect(try await world.sql("SELECT total FROM tally;") == "1")
    }
  }

  @Test("Two consumers with the same messages in different order never dead-lock, and each message counts once")
  func concurrentConsumers() async throws {
    try await World.run { world in
      var generator = SeededGenerator()
      let messages = (0..<60).map { world.arrival("s\($0 % 7)", .count, "r\($0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          let shuffled = messages.shuffled(using: &generator)
          group.addTask {
            for start in stride(from: 0, to: 60, by: 20) {
              try await world.work.handle(Array(shuffled[start..<start + 20]))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await world.marks().sorted() == (0..<60).map { "r\($0)" }.sorted(), "\(generator)")
      #expect(try await world.sql("SELECT sum(repeats) FROM inbox_message;") == "300")
      #expect(try await world.sql("SELECT sum(total) FROM tally;") == "60")
    }
  }

  @Test("A session that is ended in the middle of a batch undoes all of it; handled again, it counts once")
  func terminatedSession() async throws {
    try await World.run { world in
      let messages = (0..<10).map { world.arrival("a", .count, "r\($0)") }
      try await world.sql(
        """
        CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$;
        CREATE TRIGGER wait_for_test BEFORE INSERT ON mark FOR EACH STATEMENT EXECUTE FUNCTION wait_for_test();
        """)
      try await world.pool.transaction { transaction in
        _ = try await transaction.execute(TallyTable.LockMarks())
        let batch = Task { try await world.work.handle(messages) }
        try await eventually(within: .seconds(30), "the batch waits for the lock") {
          try await world.sql(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock';
            """) == "1"
        }
        let error = await #expect(throws: PostgresError.self) { try await batch.value }
        #expect(error?.isConnectionLoss == true)
      }
      #expect(try await world.marks() == [])
      #expect(try await world.states() == [:])
      try await world.work.handle(messages)
      #expect(try await world.marks().count == 10)
    }
  }
}
