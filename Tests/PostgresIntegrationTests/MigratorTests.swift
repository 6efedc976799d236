import Postgres
import TestSupport
import Testing

@Suite("Migrator", .database, .timeLimit(.minutes(1)))
struct MigratorTests {
  private let complaint = Migration(
    name: "V0001__complaint", sql: "CREATE TABLE complaint (id bigint); INSERT INTO complaint VALUES (1), (2);".utf8)
  private let grade = Migration(name: "V0002__grade", sql: "ALTER TABLE complaint ADD COLUMN grade text".utf8)

  @Test("Migrations run in order in their schema, each once")
  func applies() async throws {
    try await migrate([complaint])
    try await migrate([complaint, grade])
    try await migrate([complaint, grade])
    #expect(try await run("SELECT count(*), count(grade) FROM intake.complaint") == "2|0")
    #expect(
      try await run(
        "SELECT string_agg(sequence || ' ' || version || ' ' || name, ',' ORDER BY version) FROM intake.schema_migration"
      )
        == "intake 1 V0001__complaint,intake 2 V0002__grade")
  }

  @Test("A role without a schema is told so, whether the schema is missing or another's", arguments: [false, true])
  func foreignSchema(_ exists: Bool) async throws {
    if exists { _ = try await run("CREATE SCHEMA intake") }
    let foreign = try PostgresConfiguration(url: TestDatabase.current.url(role: "intake"), applicationName: "test")
    let error = await #expect(throws: PostgresError.self) {
      try await Migrator(schema: "intake", migrations: [complaint]).migrate(foreign)
    }
    #expect(error?.code == .migration)
    #expect(error?.sqlState == (exists ? "3F000" : "42501"))
    #expect(error?.detail?.contains("schema intake") == true)
  }

  @Test("Two sequences share a schema, each numbered from one")
  func sequences() async throws {
    try await migrate([complaint])
    let outbox = Migration(name: "V0001__outbox", sql: "CREATE TABLE outbox_message (id bigint)".utf8)
    try await Migrator(schema: "intake", sequence: "durable_messaging", migrations: [outbox]).migrate(configuration())
    #expect(try await run("SELECT count(*) FROM intake.schema_migration") == "2")
  }

  @Test("Many migrators at once apply each migration once")
  func concurrentMigrators() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<5 { group.addTask { try await migrate([complaint, grade]) } }
      try await group.waitForAll()
    }
    #expect(try await run("SELECT count(*) FROM intake.complaint") == "2")
  }

  @Test("A migration that was changed after it ran is refused, and so is one renamed")
  func changed() async throws {
    try await migrate([complaint])
    for changed in [
      Migration(name: "V0001__complaint", sql: "CREATE TABLE complaint (id int)".utf8),
      Migration(name: "V0001__grievance", sql: complaint.sql.utf8),
    ] {
      let error = await #expect(throws: PostgresError.self) { try await migrate([changed, grade]) }
      #expect(error?.code == .migration && error?.statementName == changed.name)
    }
    #expect(try await run("SELECT count(*) FROM intake.schema_migration") == "1")
  }

  @Test("A gap and a wrong name are refused before anything runs")
  func gap() async throws {
    for migrations in [
      [grade], [complaint, Migration(name: "V0003__x", sql: "".utf8)], [Migration(name: "complaint", sql: "".utf8)],
      [complaint, complaint],
    ] {
      let error = await #expect(throws: PostgresError.self) { try await migrate(migrations) }
      #expect(error?.code == .migration)
    }
    #expect(try await run("SELECT count(*) FROM pg_namespace WHERE nspname = 'intake'") == "0")
  }

  @Test("A database that lacks a number in the middle is refused")
  func gapInDatabase() async throws {
    try await migrate([complaint, grade])
    try await run("DELETE FROM intake.schema_migration WHERE version = 1")
    let error = await #expect(throws: PostgresError.self) { try await migrate([complaint, grade]) }
    #expect(error?.code == .migration)
  }

  @Test("An old release beside a newer database is accepted")
  func olderRelease() async throws {
    try await migrate([complaint, grade])
    try await migrate([complaint])
  }

  @Test("A migration that fails leaves nothing of itself, names itself, and can be put right")
  func failing() async throws {
    let broken = Migration(name: "V0002__broken", sql: "CREATE TABLE visit (id bigint); SELECT 1 / 0;".utf8)
    let error = await #expect(throws: PostgresError.self) { try await migrate([complaint, broken]) }
    #expect(error?.sqlState == "22012" && error?.statementName == "V0002__broken")
    #expect(try await run("SELECT to_regclass('intake.visit') IS NULL, count(*) FROM intake.schema_migration") == "t|1")
    try await migrate([complaint, grade])
  }

  @Test("A file without transaction may build an index concurrently, while other migrators wait")
  func noTransaction() async throws {
    let index = Migration(
      name: "V0002__complaint_id_idx",
      sql: """
        -- no-transaction: CREATE INDEX CONCURRENTLY cannot run in one
        CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_id_idx ON complaint (id)
        """.utf8)
    try await migrate([complaint])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 { group.addTask { try await migrate([complaint, index]) } }
      try await group.waitForAll()
    }
    #expect(
      try await run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'intake.complaint_id_idx'::regclass") == "t")
  }

  @Test("A migrator that finds another one at work gives up when its patience ends")
  func patience() async throws {
    struct LockTable: PreparedStatement {
      static let sql = "LOCK TABLE intake.complaint IN ACCESS EXCLUSIVE MODE"
    }
    try await migrate([complaint])
    try await withPool { [database = TestDatabase.current] pool async throws in
      try await pool.transaction { transaction in
        // The first migrator's lock is held while its migration waits for the table that we have locked.
        _ = try await transaction.execute(LockTable())
        let holder = Task { try await migrate([complaint, grade]) }
        try await eventually("the first migrator waits for the table") {
          try await database.run(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'intake.complaint'::regclass") == "1"
        }
        let error = await #expect(throws: PostgresError.self) {
          try await migrate([complaint, grade], patience: .milliseconds(100))
        }
        #expect(error?.code == .timeout)
        // lock_timeout: the holder does not keep the table's queue waiting for more than three seconds.
        let refused = await #expect(throws: PostgresError.self) { try await holder.value }
        #expect(refused?.code == .timeout && refused?.sqlState == "55P03")
      }
    }
  }

  @Test("A service's role that owns its schema and may create none can migrate")
  func leastPrivilege() async throws {
    let role = "migrator_\(UInt32.random(in: 0 ... .max))"
    try await run("CREATE ROLE \(role) LOGIN PASSWORD 'x'; CREATE SCHEMA intake AUTHORIZATION \(role)")
    let url = TestDatabase.current.url.replacing(/\/\/[^@]*@/, with: "//\(role):x@")
    try await Migrator(schema: "intake", migrations: [complaint]).migrate(
      PostgresConfiguration(url: url, applicationName: "tests"))
    #expect(try await run("SELECT count(*) FROM intake.complaint") == "2")
    try await run("DROP SCHEMA intake CASCADE; DROP ROLE \(role)")
  }

  private func migrate(_ migrations: [Migration], patience: Duration = .seconds(30)) async throws {
    var migrator = Migrator(schema: "intake", migrations: migrations)
    migrator.patience = patience
    try await migrator.migrate(configuration())
  }

  @discardableResult
  private func run(_ sql: String) async throws -> String {
    try await TestDatabase.current.run(sql)
  }
}
