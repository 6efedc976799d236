import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Postgres session", .database, .timeLimit(.minutes(1)))
struct SessionTests {
  @Test("A pipeline of many statements returns each statement's rows to its ticket")
  func pipeline() async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    try await withSession { session async throws in
      var pipeline = Pipeline()
      let insertions = (0..<100).map { pipeline.add(InsertNote(id: $0, text: "note \($0)")) }
      let found = pipeline.add(FindNotes())
      let counted = pipeline.add(CountNotes())
      let results = try await session.execute(pipeline)
      #expect(insertions.allSatisfy { results.affected($0) == 1 })
      #expect(try results.rows(found).map(\.id) == Array(0..<100))
      #expect(try results.rows(found)[42].text == "note 42")
      #expect(try results.rows(counted) == [100])
    }
  }

  @Test("An error in the middle undoes the whole pipeline, and the session goes on")
  func errorInTheMiddle() async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    try await withSession { session async throws in
      var pipeline = Pipeline()
      pipeline.add(InsertNote(id: 1, text: nil))
      pipeline.add(Divide(by: 0))
      pipeline.add(InsertNote(id: 2, text: nil))
      let error = await #expect(throws: PostgresError.self) { try await session.execute(pipeline) }
      #expect(error?.sqlState == "22012" && error?.statementName == "Divide" && error?.stage == .statement)
      #expect(try await session.execute(CountNotes()) == [0])
      // The statement behind the error was never prepared; its preparation is not taken for done.
      try await session.execute(pipeline: [InsertNote(id: 1, text: nil), InsertNote(id: 2, text: nil)])
      #expect(try await session.execute(CountNotes()) == [2])
    }
  }

  @Test("P3: a deferred constraint fails at the implicit commit, and the next answers go to the right callers")
  func deferredConstraint() async throws {
    try await TestDatabase.current.run(
      "CREATE TABLE note (id bigint, text text, CONSTRAINT note_id_key UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)")
    try await withSession { session async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await session.execute(pipeline: [InsertNote(id: 1, text: nil), InsertNote(id: 1, text: nil)])
      }
      #expect(error?.code == .uniqueViolation && error?.stage == .commit)
      #expect(try await session.execute(Divide(by: 1)) == [1])
      #expect(try await session.execute(CountNotes()) == [0])
    }
  }

  @Test("P1: a pipeline far beyond the sockets' buffers passes in both directions at once")
  func bigPipeline() async throws {
    try await withSession { session async throws in
      let text = String(repeating: "漏水", count: 50_000)
      var pipeline = Pipeline()
      let echoes = (0..<60).map { _ in pipeline.add(EchoLength(text: text)) }
      let long = pipeline.add(Repeat(text: "x", count: 20_000_000))
      let results = try await session.execute(pipeline)
      for echo in echoes {
        let rows = try results.rows(echo)
        #expect(rows.count == 1 && rows[0].length == 300_000 && rows[0].text == text)
      }
      #expect(try results.rows(long)[0].utf8.count == 20_000_000)
    }
  }

  @Test("Round trips of many tasks on one session are answered each to its own")
  func concurrentCalls() async throws {
    try await withSession { session async throws in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 1...200 {
          group.addTask { try await session.execute(Repeat(text: "a", count: Int32(number)))[0].count == number }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }

  @Test("P2: COPY closes the session before it can shift anybody's answers")
  func copy() async throws {
    try await withSession { session async throws in
      let error = await #expect(throws: PostgresError.self) { try await session.execute(CopyOut()) }
      #expect(error?.code == .protocolViolation)
      #expect(await !session.isOpen)
      let later = await #expect(throws: PostgresError.self) { try await session.execute(Divide(by: 1)) }
      #expect(later?.isConnectionLoss == true)
    }
  }

  @Test("P4: after a table has changed, the statement is prepared again and the call succeeds")
  func stalePlan() async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    try await withSession { session async throws in
      try await session.execute(pipeline: [InsertNote(id: 1, text: nil)])
      #expect(try await session.execute(SelectEverything()) == [1])
      try await TestDatabase.current.run("ALTER TABLE note ADD COLUMN grade text")
      #expect(try await session.execute(SelectEverything()) == [1])
    }
  }

  @Test("P10: the server stops a statement that runs too long, and the session goes on")
  func statementTimeout() async throws {
    var configuration = try configuration()
    configuration.statementTimeout = .milliseconds(50)
    try await withSession(configuration) { session async throws in
      let error = await #expect(throws: PostgresError.self) { try await session.execute(SleepLong()) }
      #expect(error?.code == .timeout && error?.isRetriable == true)
      #expect(try await session.execute(Divide(by: 1)) == [1])
    }
  }

  @Test("P10: cancelling the task abandons the statement and closes the session at once")
  func cancellation() async throws {
    try await withSession { session async throws in
      let task = Task { () async throws in _ = try await session.execute(SleepLong()) }
      try await eventually("the statement runs") { [database = TestDatabase.current] in
        try await database.run(
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)' AND state = 'active' AND datname = current_database()"
        ) == "1"
      }
      task.cancel()
      let error = await #expect(throws: PostgresError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      #expect(await !session.isOpen)
    }
  }

  @Test("A call of a task that is cancelled already does not touch the session")
  func cancelledBefore() async throws {
    try await withSession { session async throws in
      let task = Task { () async throws in
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await session.execute(Divide(by: 1))
      }
      let error = await #expect(throws: PostgresError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      #expect(try await session.execute(Divide(by: 1)) == [1])
    }
  }

  @Test("A session whose connection was ended fails its calls and can be closed")
  func terminated() async throws {
    try await withSession { session async throws in
      #expect(try await session.execute(Divide(by: 1)) == [1])
      #expect(try await TestDatabase.current.terminateSessions() == 1)
      let error = await #expect(throws: PostgresError.self) { try await session.execute(Divide(by: 1)) }
      #expect(error?.isConnectionLoss == true)
    }
  }

  @Test("Nobody listening and a wrong role are refusals that say so")
  func refused() async throws {
    let closedPort = "postgres://x@127.0.0.1:1/x"
    let unknownRole = TestDatabase.current.url.replacing(/\/\/[^@]*@/, with: "//nobody:x@")
    for (url, state) in [(closedPort, nil), (unknownRole, "28")] {
      let configuration = try PostgresConfiguration(url: url, applicationName: "tests")
      let error = await #expect(throws: PostgresError.self) { try await withSession(configuration) { _ in } }
      #expect(error?.code == .connectionRefused && error?.stage == .connect && error?.isRetriable == true)
      // Class 28 is about who may enter; its last digits depend on the server's way of asking.
      #expect(error?.sqlState.map { String($0.prefix(2)) } == state)
    }
  }

  @Test("Parameters that do not match the SQL are the statement's fault and not the connection's")
  func wrongParameters() async throws {
    struct Unbound: PreparedStatement {
      static let sql = "SELECT $1::bigint"
    }
    try await withSession { session async throws in
      let error = await #expect(throws: PostgresError.self) { try await session.execute(Unbound()) }
      #expect(error?.code == .statement && error?.isRetriable == false)
      #expect(try await session.execute(Divide(by: 1)) == [1])
    }
  }

  @Test("P8: more parameters than PostgreSQL counts are refused unsent, and the session goes on")
  func tooManyParameters() async throws {
    struct TooMany: PreparedStatement {
      static let sql = "SELECT 1"

      func bind(_ bindings: inout Bindings) {
        for number in 0...65_535 { bindings.append(number) }
      }
    }
    try await withSession { session async throws in
      let error = await #expect(throws: PostgresError.self) { try await session.execute(TooMany()) }
      #expect(error?.code == .tooLarge)
      #expect(try await session.execute(Divide(by: 1)) == [1])
    }
  }
}

extension PostgresSession {
  fileprivate nonisolated func execute(pipeline insertions: [InsertNote]) async throws {
    var pipeline = Pipeline()
    for insertion in insertions { pipeline.add(insertion) }
    _ = try await self.execute(pipeline)
  }
}
