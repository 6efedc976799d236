import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@Suite("The audit", .serialized, .database)
struct AuditTests {
  private static let start = Date(timeIntervalSince1970: 1_672_531_200)

  private func sealer(_ world: World) -> AuditSealer {
    AuditSealer(pool: world.pool, commits: world.commits, logger: world.logger)
  }

  @Test("R-336: who did what, when, why, before and after stands in the transaction of its effect")
  func records() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      try await world.work.handle([world.arrival("a", .count, "first")])
      _ = try await world.work.perform(
        TallyHandler.Action(
          subject: "a",
          command: TallyCommand(kind: .count, reference: "second", reason: "the owner asked", personID: "li.wei")))
      let entries = try await world.pool.execute(AuditTable.OfSubject("a"))
      #expect(entries.map(\.action) == ["tally.counted", "tally.counted"])
      #expect(entries.map(\.recordedAt) == [Self.start, Self.start])
      #expect(entries.map(\.person.id) == ["service:intake", "li.wei"])
      #expect(entries.map(\.person.name) == [nil, "李伟"])
      #expect(entries.map(\.person.posts) == [[], ["cs-representative", "any-employee"]])
      #expect(entries.map(\.reason) == ["tally.asked.v1", "the owner asked"])
      #expect(entries.map { $0.before.map { String(decoding: $0, as: UTF8.self) } } == [nil, #"{"total": 1}"#])
      #expect(
        entries.map { $0.after.map { String(decoding: $0, as: UTF8.self) } } == [
          #"{"total": 1, "reference": "first"}"#, #"{"total": 2, "reference": "second"}"#,
        ])
    }
  }

  @Test("R-336: what a person does is written under the name that came with the request, also where a record is silent")
  func actingPerson() async throws {
    try await World.run { world in
      let person = AuditPerson(id: "wang.fang", name: "王芳", posts: ["unit-head"])
      try await AuditPerson.$acting.withValue(person) {
        _ = try await world.work.perform(
          TallyHandler.Action(subject: "a", command: TallyCommand(kind: .count, reference: "1")))
        _ = try await world.work.perform(
          TallyHandler.Action(
            subject: "a", command: TallyCommand(kind: .count, reference: "2", personID: "wang.fang")))
      }
      let entries = try await world.pool.execute(AuditTable.OfSubject("a"))
      #expect(entries.map(\.person.name) == ["王芳", "王芳"])
      #expect(entries.map(\.reason) == [nil, nil])
    }
  }

  @Test("R-336: an input whose handler records nothing has its events recorded, with what they say")
  func eventsAreRecorded() async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .announce, "silent")])
      let entries = try await world.pool.execute(AuditTable.OfSubject("a"))
      #expect(entries.map(\.action) == ["tally.counted"])
      #expect(entries.map(\.person.id) == ["service:intake"])
      let after = try #require(entries.first?.after.map { String(decoding: $0, as: UTF8.self) })
      #expect(after.contains(#""reference": "silent""#))
    }
  }

  @Test("What is refused leaves no entry, and its neighbours' entries stay")
  func refusals() async throws {
    try await World.run { world in
      try await world.work.handle([
        world.arrival("a", .count, "1"), world.arrival("b", .refuse, "2"), world.arrival("c", .count, "3"),
      ])
      #expect(try await world.sql("SELECT subject FROM audit_entry ORDER BY subject;") == "a\nc")
    }
  }

  @Test(
    "R-336: entries and seals are only added to",
    arguments: [
      "UPDATE audit_entry SET person = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry",
      "UPDATE audit_seal SET number = 7", "DELETE FROM audit_seal", "TRUNCATE audit_seal",
    ])
  func appendOnly(_ statement: String) async throws {
    try await World.run { world in
      try await world.work.handle([world.arrival("a", .count, "1")])
      _ = try await self.sealer(world).seal()
      let error = await #expect(throws: TestSupportError.self) { try await world.sql("\(statement);") }
      #expect(error?.description.contains("R-336") == true)
      #expect(try await world.sql("SELECT person FROM audit_entry;") == "service:intake")
    }
  }

  @Test("The chain is SHA-256 over the hash before and the entry, as psql alone can recount it")
  func chain() async throws {
    try await World.run { world in
      try await world.work.handle((0..<5).map { world.arrival("s\($0)", .count, "\($0)") })
      let sealer = self.sealer(world)
      #expect(try await sealer.seal(limit: 3) == 3)
      #expect(try await sealer.seal(limit: 3) == 2)
      #expect(try await sealer.seal(limit: 3) == 0)
      let recount = """
        WITH RECURSIVE link AS (
          SELECT number, place, hash, row_number() OVER (ORDER BY number, place) AS n, entry
          FROM audit_seal, unnest(entries, hashes) WITH ORDINALITY AS part (entry, hash, place)),
        chain AS (
          SELECT 0::bigint AS n, decode(repeat('00', 32), 'hex') AS hash
          UNION ALL
          SELECT link.n, sha256(chain.hash || convert_to(jsonb_build_array(transaction::text, id,
            (extract(epoch FROM recorded_at) * 1000000)::bigint, (extract(epoch FROM written_at) * 1000000)::bigint,
            subject, action, person, person_name, posts, encode(details_hash, 'hex'), correlation_id)::text, 'UTF8'))
          FROM chain JOIN link ON link.n = chain.n + 1 JOIN audit_entry ON id = entry)
        SELECT count(*) FILTER (WHERE link.hash = chain.hash), count(*) FROM chain JOIN link USING (n);
        """
      #expect(try await world.sql(recount) == "5|5")
    }
  }

  @Test("An entry whose transaction still runs is not overtaken: it is sealed later, and nothing after it before")
  func runningTransactions() async throws {
    try await World.run { world in
      let sealer = self.sealer(world)
      try await world.pool.transaction { transaction in
        _ = try await transaction.execute(RunningEntry(subject: "slow"))
        try await world.work.handle([world.arrival("fast", .count, "1")])
        #expect(try await sealer.seal() == 0)
      }
      #expect(try await sealer.seal() == 2)
      let order = try await world.sql(
        "SELECT subject FROM audit_seal, unnest(entries) WITH ORDINALITY AS part (entry, place) "
          + "JOIN audit_entry ON id = entry ORDER BY place;")
      #expect(order == "slow\nfast")
    }
  }

  @Test("However many seal at once, each entry is sealed once and the chain has no gap")
  func manySealers() async throws {
    try await World.run { world in
      try await world.work.handle((0..<100).map { world.arrival("s\($0)", .count, "\($0)") })
      let sealer = self.sealer(world)
      while try await world.sql("SELECT coalesce(sum(cardinality(entries)), 0) FROM audit_seal;") != "100" {
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<4 { group.addTask { try await sealer.seal(limit: 7) } }
          for try await _ in group {}
        }
      }
      #expect(try await world.sql("SELECT count(DISTINCT e) FROM audit_seal, unnest(entries) AS e;") == "100")
      #expect(try await world.sql("SELECT max(number) = count(*) FROM audit_seal;") == "t")
    }
  }

  @Test("A sealer that runs seals what is committed, and what is left when it stops")
  func runs() async throws {
    try await World.run { world in
      let sealer = self.sealer(world)
      try await running([{ await sealer.run() }]) {
        try await world.work.handle([world.arrival("a", .count, "1")])
        try await eventually("the entry is sealed") {
          try await world.sql("SELECT count(*) FROM audit_seal;") == "1"
        }
        try await world.work.handle([world.arrival("a", .count, "2")])
      }
      #expect(try await world.sql("SELECT sum(cardinality(entries)) FROM audit_seal;") == "2")
    }
  }
}

private struct RunningEntry: PreparedStatement {
  static let sql = """
    INSERT INTO audit_entry (recorded_at, subject, action, person) VALUES (now(), $1, 'tally.counted', 'li.wei')
    """
  let subject: String
  func bind(_ bindings: inout Bindings) { bindings.append(self.subject) }
}
