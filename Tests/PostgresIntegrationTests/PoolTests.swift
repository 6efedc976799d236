import Logging
import NIOConcurrencyHelpers
import Postgres
import TestSupport
import Testing

@Suite("Postgres pool", .database, .timeLimit(.minutes(1)))
struct PoolTests {
  @Test("More callers than sessions are all served")
  func manyCallers() async throws {
    try await withPool { pool async throws in
      try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<200 { group.addTask { try await pool.execute(Divide(by: 1)) } }
        for try await result in group { #expect(result == [1]) }
      }
      #expect(pool.isHealthy)
    }
  }

  @Test("Connections ended under load: callers get a lost connection at worst, and the pool recovers")
  func recovers() async throws {
    try await TestDatabase.current.run(NoteTable.definition)
    try await withPool { [database = TestDatabase.current] pool async throws in
      let done = NIOLockedValueBox(0)
      let others = NIOLockedValueBox<[String]>([])
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<400 {
          group.addTask {
            while true {
              do {
                _ = try await pool.execute(InsertNote(id: number, text: nil))
              } catch let error as PostgresError where error.isConnectionLoss {
                continue
              } catch let error as PostgresError where error.constraint == "note_pkey" {
                // It was committed before the connection was lost.
              } catch {
                others.withLockedValue { $0.append("\(error)") }
              }
              done.withLockedValue { $0 += 1 }
              return
            }
          }
        }
        for quarter in 1...3 {
          try await eventually(within: .seconds(50), "a quarter of the work is done") {
            done.withLockedValue { $0 } >= quarter * 100
          }
          try await database.terminateSessions()
        }
        try await group.waitForAll()
      }
      #expect(others.withLockedValue { $0 } == [])
      #expect(try await database.run("SELECT count(*) FROM note") == "400")
      try await eventually("the pool is healthy") { pool.isHealthy }
    }
  }

  @Test("An idle session that was ended is replaced before anybody asks")
  func idleLoss() async throws {
    try await withPool { [database = TestDatabase.current] pool async throws in
      let before = try await pool.execute(BackendPID())
      #expect(try await database.terminateSessions() > 0)
      try await eventually("both sessions are new") {
        let pids = try await database.run(
          "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return pids.split(separator: "\n").count == 2 && !pids.contains("\(before[0])")
      }
      #expect(try await pool.execute(Divide(by: 1)) == [1])
    }
  }

  @Test("Who waits too long for a session is told so; who is cancelled is told so")
  func waiting() async throws {
    var configuration = try configuration()
    configuration.poolSize = 1
    configuration.acquireTimeout = .milliseconds(50)
    try await withPool(configuration) { pool async throws in
      try await eventually("the session is open") { pool.isHealthy }
      try await pool.withSession { session async throws in
        #expect(try await session.execute(Divide(by: 1)) == [1])
        let late = await #expect(throws: PostgresError.self) { try await pool.execute(Divide(by: 1)) }
        #expect(late?.code == .acquireTimeout)
        let task = Task { () async throws in
          withUnsafeCurrentTask { $0?.cancel() }
          _ = try await pool.execute(Divide(by: 1))
        }
        let cancelled = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(cancelled?.code == .cancelled)
      }
      #expect(try await pool.execute(Divide(by: 1)) == [1])
    }
  }

  @Test("A session given back in a transaction is not lent again")
  func dirtySession() async throws {
    struct Begin: PreparedStatement {
      static let sql = "BEGIN"
    }
    var configuration = try configuration()
    configuration.poolSize = 1
    try await withPool(configuration) { pool async throws in
      let before = try await pool.withSession { session async throws in
        _ = try await session.execute(Begin())
        return try await session.execute(BackendPID())
      }
      #expect(try await pool.execute(BackendPID()) != before)
    }
  }

  @Test("With no server, callers get its refusal soon and not after their whole patience")
  func noServer() async throws {
    var configuration = try PostgresConfiguration(url: "postgres://x@127.0.0.1:1/x", applicationName: "tests")
    configuration.poolSize = 2
    configuration.acquireTimeout = .seconds(50)
    try await withPool(configuration) { pool async throws in
      let error = await #expect(throws: PostgresError.self) { try await pool.execute(Divide(by: 1)) }
      #expect(error?.code == .connectionRefused && error?.isConnectionLoss == true)
      #expect(!pool.isHealthy)
    }
  }

  @Test("run() ends when the last lent session has come back, and leaves nothing open")
  func ends() async throws {
    let pool = PostgresPool(configuration: try configuration(), logger: .init(label: "test"))
    let ended = TestSignal<Void>()
    let run = Task {
      await pool.run()
      ended.send()
    }
    try await pool.withSession { session async throws in
      run.cancel()
      try await eventually("the pool lends nothing any more") {
        do {
          _ = try await pool.execute(Divide(by: 1))
          return false
        } catch let error as PostgresError {
          return error.code == .poolClosed
        }
      }
      #expect(try await session.execute(Divide(by: 1)) == [1])
      #expect(ended.pending.isEmpty)
    }
    try await ended.next()
    let open = try await TestDatabase.current.run(
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    #expect(open == "0")
  }
}
