import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Postgres

@Suite("Transactions", .database, .timeLimit(.minutes(1)))
struct TransactionTests {
  private struct Refused: Error, Equatable {}

  @Test("What the body wrote is there after it returned")
  func commits() async throws {
    try await withNotes { pool async throws in
      let count = try await pool.transaction { transaction in
        _ = try await transaction.execute(InsertNote(id: 1, text: "a"))
        return try await transaction.execute(CountNotes())
      }
      #expect(count == [1])
      #expect(try await pool.execute(CountNotes()) == [1])
    }
  }

  @Test("COMMIT travels with the last statements, after which the transaction is over")
  func commitsWithThePipeline() async throws {
    try await withNotes { pool async throws in
      try await pool.transaction { transaction in
        var pipeline = Pipeline()
        let ticket = pipeline.add(InsertNote(id: 1, text: "a"))
        let results = try await transaction.execute(pipeline, committing: true)
        #expect(results.affected(ticket) == 1)
        #expect(try await pool.execute(CountNotes()) == [1])
        let error = await #expect(throws: PostgresError.self) { try await transaction.execute(CountNotes()) }
        #expect(error?.code == .transactionEnded)
      }
    }
  }

  @Test("A batch of reads and a batch of writes cost two round trips, BEGIN and COMMIT included")
  func twoRoundTrips() async throws {
    try await withNotes { pool async throws in
      try await pool.withSession { session async throws in
        let transaction = Transaction(session: session, isolation: .readCommitted)
        let before = await session.roundTripCount
        var reads = Pipeline()
        var writes = Pipeline()
        for number in 0..<50 {
          reads.add(FindNotes())
          writes.add(InsertNote(id: number, text: nil))
        }
        _ = try await transaction.execute(reads)
        _ = try await transaction.execute(writes, committing: true)
        #expect(await session.roundTripCount == before + 2)
        #expect(try await session.execute(CountNotes()) == [50])
      }
    }
  }

  @Test("The body's error comes out unchanged, and nothing it wrote is there")
  func rollsBack() async throws {
    try await withNotes { pool async throws in
      await #expect(throws: Refused()) {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(InsertNote(id: 1, text: "a"))
          throw Refused()
        }
      }
      #expect(try await pool.execute(CountNotes()) == [0])
    }
  }

  @Test("A body that swallows a statement's error cannot commit what it wrote before")
  func swallowedError() async throws {
    try await withNotes { pool async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(InsertNote(id: 1, text: "a"))
          _ = try? await transaction.execute(InsertNote(id: 1, text: "again"))
        }
      }
      #expect(error?.code == .uniqueViolation && error?.constraint == "note_pkey")
      #expect(try await pool.execute(CountNotes()) == [0])
    }
  }

  @Test("A violated constraint names itself")
  func constraint() async throws {
    try await withNotes { pool async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { try await $0.execute(InsertNote(id: 1, text: "forbidden")) }
      }
      #expect(error?.code == .checkViolation && error?.constraint == "note_text_check" && error?.table == "note")
    }
  }

  @Test("An error at COMMIT says that it was there")
  func failingCommit() async throws {
    try await TestDatabase.current.run(
      "CREATE TABLE note (id bigint, text text, CONSTRAINT note_id_key UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)")
    try await withPool { pool async throws in
      for committing in [true, false] {
        let error = await #expect(throws: PostgresError.self) {
          try await pool.transaction { transaction in
            var pipeline = Pipeline()
            pipeline.add(InsertNote(id: 1, text: nil))
            pipeline.add(InsertNote(id: 1, text: nil))
            _ = try await transaction.execute(pipeline, committing: committing)
          }
        }
        #expect(error?.code == .uniqueViolation && error?.stage == .commit)
        #expect(try await pool.execute(CountNotes()) == [0])
      }
    }
  }

  @Test("A transaction that executes nothing asks the server nothing")
  func empty() async throws {
    try await withPool { pool async throws in
      #expect(try await pool.transaction { _ in 7 } == 7)
      try await pool.transaction { _ = try await $0.execute(Pipeline(), committing: true) }
    }
  }

  @Test("P4: a stale plan in the middle of a transaction runs the whole body once more")
  func stalePlan() async throws {
    var configuration = try configuration()
    configuration.poolSize = 1
    try await withNotes(configuration) { [database = TestDatabase.current] pool async throws in
      _ = try await pool.execute(SelectEverything())
      try await database.run("ALTER TABLE note ADD COLUMN grade text")
      let runs = NIOLockedValueBox(0)
      try await pool.transaction { transaction in
        runs.withLockedValue { $0 += 1 }
        _ = try await transaction.execute(InsertNote(id: 1, text: nil))
        #expect(try await transaction.execute(SelectEverything()) == [1])
      }
      #expect(runs.withLockedValue { $0 } == 2)
      #expect(try await pool.execute(CountNotes()) == [1])
    }
  }

  @Test("Two transactions that dead-lock both succeed in the end")
  func deadlock() async throws {
    try await withNotes { pool async throws in
      var pipeline = Pipeline()
      pipeline.add(InsertNote(id: 1, text: nil))
      pipeline.add(InsertNote(id: 2, text: nil))
      _ = try await pool.execute(pipeline)
      let hasFirst = [TestSignal<Void>(), TestSignal<Void>()]
      let runs = NIOLockedValueBox(0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (mine, other) in [(0, 1), (1, 0)] {
          group.addTask {
            try await pool.transaction { transaction in
              runs.withLockedValue { $0 += 1 }
              _ = try await transaction.execute(UpdateNote(id: mine + 1, text: "first \(mine)"))
              hasFirst[mine].send()
              // The second run finds the other one gone; the signal of the first run has been sent by then.
              if runs.withLockedValue({ $0 }) <= 2 { try await hasFirst[other].next() }
              _ = try await transaction.execute(UpdateNote(id: other + 1, text: "second \(mine)"))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(runs.withLockedValue { $0 } == 3)
    }
  }

  @Test("A serialization failure is tried again with a new snapshot")
  func serialization() async throws {
    try await withNotes { pool async throws in
      _ = try await pool.execute(InsertNote(id: 1, text: "old"))
      let runs = NIOLockedValueBox(0)
      try await pool.transaction(isolation: .repeatableRead) { transaction in
        let isFirst = runs.withLockedValue {
          $0 += 1
          return $0 == 1
        }
        _ = try await transaction.execute(CountNotes())
        if isFirst { _ = try await pool.execute(UpdateNote(id: 1, text: "theirs")) }
        _ = try await transaction.execute(UpdateNote(id: 1, text: "ours"))
      }
      #expect(runs.withLockedValue { $0 } == 2)
      #expect(try await pool.execute(FindNotes()) == [.init(id: 1, text: "ours")])
    }
  }

  @Test("A cancelled body is rolled back, and its session serves the next")
  func cancelledBody() async throws {
    var configuration = try configuration()
    configuration.poolSize = 1
    try await withNotes(configuration) { pool async throws in
      let before = try await pool.execute(BackendPID())
      let task = Task {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(InsertNote(id: 1, text: nil))
          withUnsafeCurrentTask { $0?.cancel() }
          try Task.checkCancellation()
        }
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await pool.execute(CountNotes()) == [0])
      #expect(try await pool.execute(BackendPID()) == before)
    }
  }

  @Test("A connection lost in the body: the body's own error, or the roll-back's with the body's inside")
  func lostConnection() async throws {
    var configuration = try configuration()
    configuration.poolSize = 1
    try await withNotes(configuration) { [database = TestDatabase.current] pool async throws in
      let seen = await #expect(throws: PostgresError.self) {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(InsertNote(id: 1, text: nil))
          try await database.terminateSessions()
          _ = try await transaction.execute(CountNotes())
        }
      }
      #expect(seen?.isConnectionLoss == true && seen?.stage == .statement)
      let unseen = await #expect(throws: PostgresError.self) {
        try await pool.transaction { transaction in
          _ = try await transaction.execute(InsertNote(id: 1, text: nil))
          try await database.terminateSessions()
          throw Refused()
        }
      }
      #expect(unseen?.stage == .rollback && unseen?.underlying is Refused && unseen?.isConnectionLoss == true)
      #expect(try await database.run("SELECT count(*) FROM note") == "0")
    }
  }

  @Test("A second call while the first still runs is refused")
  func concurrentCalls() async throws {
    var configuration = try configuration()
    configuration.statementTimeout = .milliseconds(200)
    try await withPool(configuration) { pool async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { transaction in
          async let other: [Void] = transaction.execute(SleepLong())
          _ = try await transaction.execute(SleepLong())
          _ = try await other
        }
      }
      #expect(error?.code == .transactionEnded || error?.code == .timeout)
    }
  }

  private func withNotes(
    _ configuration: PostgresConfiguration? = nil, _ body: @Sendable (PostgresPool) async throws -> Void
  ) async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    try await withPool(configuration, body)
  }
}
