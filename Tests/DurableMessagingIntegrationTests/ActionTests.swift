import DurableMessaging
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

/// What people ask for, several at the same time.
@Suite(.database) struct ActionTests {
  @Test("Actions that wait go together in one transaction; what is refused costs its neighbours nothing")
  func together() async throws {
    try await World.run { world in
      let kinds: [TallyCommand.Kind] = [.count, .refuse, .count, .countBehindGate, .count, .setDeadline]
      let answers = try await Self.behindOne(world, kinds.enumerated().map { ("s\($0)", $1, "r\($0)") })
      #expect(try answers[0].get() == 1)
      #expect(throws: Rejected.self) { try answers[1].get() }
      #expect(try answers[2].get() == 1)
      #expect(throws: HandlingFailure.retry(reason: "gate-closed")) { try answers[3].get() }
      #expect(try answers[4].get() == 1)
      #expect(try await world.marks() == ["first", "r0", "r2", "r4"])
      #expect(try await world.sql("SELECT count(*) FROM outbox_message;") == "4")
      #expect(try await world.sql("SELECT count(*) FROM deadline;") == "1")
      let transactions = try await world.sql("SELECT count(DISTINCT xmin::text) FROM mark WHERE reference <> 'first';")
      #expect(transactions == "1")
    }
  }

  @Test("Two actions about one subject in one transaction see each other")
  func sameSubject() async throws {
    try await World.run { world in
      let answers = try await Self.behindOne(world, (1...4).map { ("same", .count, "r\($0)") })
      #expect(try answers.map { try $0.get() } == [1, 2, 3, 4])
      #expect(try await world.sql("SELECT total FROM tally WHERE subject = 'same';") == "4")
    }
  }

  @Test("What the database refuses of one action is that action's answer; the others are done, each alone")
  func refusedByDatabase() async throws {
    try await World.run { world in
      _ = try await world.work.perform(.init(subject: "a", command: TallyCommand(kind: .count, reference: "taken")))
      let answers = try await Self.behindOne(
        world, [("s1", .count, "r1"), ("s2", .count, "taken"), ("s3", .count, "r3")])
      #expect(try answers[0].get() == 1)
      #expect(throws: PostgresError.self) { try answers[1].get() }
      #expect(try answers[2].get() == 1)
      #expect(try await world.marks().sorted() == ["first", "r1", "r3", "taken"])
    }
  }

  /// Holds one action up in its transaction until all others wait, and gives their answers in their order.
  private static func behindOne(
    _ world: World, _ actions: [(subject: String, kind: TallyCommand.Kind, reference: String)]
  ) async throws -> [Result<Int, any Error>] {
    try await world.sql("INSERT INTO tally VALUES ('held', 0);")
    let (isHeld, release) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
    async let holding: Void = world.pool.transaction { transaction in
      var lock = Pipeline()
      lock.add(TallyTable.Load(subjects: ["held"]))
      _ = try await transaction.execute(lock)
      isHeld.continuation.finish()
      for await _ in release.stream {}
    }
    for await _ in isHeld.stream {}
    let answers = try await withThrowingTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
      for (index, action) in ([("held", .count, "first")] + actions).enumerated() {
        group.addTask { (index, await Self.answer(world, action)) }
        try await eventually("\(action.reference) waits") {
          if index > 0 { return world.work.actionsWaiting == index }
          let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock';"
          return try await world.sql(waiting) != "0"
        }
      }
      release.continuation.finish()
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    try await holding
    #expect(try answers[0]?.get() == 1)
    return (1...actions.count).compactMap { answers[$0] }
  }

  private static func answer(
    _ world: World, _ action: (subject: String, kind: TallyCommand.Kind, reference: String)
  ) async -> Result<Int, any Error> {
    let command = TallyCommand(kind: action.kind, reference: action.reference)
    do {
      return .success(try await world.work.perform(.init(subject: action.subject, command: command)))
    } catch {
      return .failure(error)
    }
  }
}
