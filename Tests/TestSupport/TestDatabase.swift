import Foundation

/// A database of the private PostgreSQL that one test owns; see ``DatabaseTrait``.
package struct TestDatabase: Sendable {
  @TaskLocal static var scoped: TestDatabase?

  /// The running test's own.
  package static var current: TestDatabase {
    guard let scoped else {
      preconditionFailure(
        "TestDatabase.current needs the trait .database on the test or its suite, and no detached task")
    }
    return scoped
  }

  package let name: String
  /// As the superuser.
  package let url: String

  /// The same database at another server of this machine.
  package func moved(to port: Int) throws -> TestDatabase {
    guard var parts = URLComponents(string: self.url) else { throw TestSupportError("the database has no URL") }
    parts.port = port
    return TestDatabase(name: self.name, url: parts.string ?? self.url)
  }

  /// As one of the services' roles, which own a schema here only with `.database(schemas: true)`.
  package func url(role: String) throws -> String {
    try Self.url("\(role.uppercased())_DATABASE_URL", database: name)
  }

  /// Runs SQL as the superuser and returns what psql prints unaligned, without headings: rows by line, columns by `|`.
  @discardableResult
  package func run(_ sql: String) async throws -> String {
    try await Self.psql(url, sql)
  }

  /// Ends every session in this database but the one that asks; returns how many there were.
  @discardableResult
  package func terminateSessions() async throws -> Int {
    let answer = try await run(
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """)
    return Int(answer) ?? 0
  }

  private static func url(_ name: String, database: String) throws -> String {
    let url = try TestEnvironment.localURL(name)
    guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else {
      throw TestSupportError("\(name) is not a URL")
    }
    parts.path = "/\(database)"
    return parts.string ?? url.absoluteString
  }

  @discardableResult
  private static func psql(_ url: String, _ sql: String) async throws -> String {
    let result = try await Command.run(
      "psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"],
      environment: ["PGOPTIONS": "-c client_min_messages=warning"], input: Data(sql.utf8))
    let output = result.output.trimmingCharacters(in: .newlines)
    guard result.status == 0 else { throw TestSupportError("psql: \(output)") }
    return output
  }
}

extension TestDatabase {
  private static let orphansRemoved = Task { try await removeOrphans() }

  /// What the trait `.database` does, for a test that must do it itself.
  ///
  /// - Parameter removing: false where the whole server goes in the end, and may not even be there any more.
  package static func provide(
    schemas: Bool, removing: Bool = true, _ body: () async throws -> Void
  ) async throws {
    let database = try await self.create(schemas: schemas)
    try await cleaningUp {
      try await $scoped.withValue(database) { try await body() }
    } by: {
      if removing { try await database.remove() }
    }
  }

  private static func create(schemas: Bool) async throws -> TestDatabase {
    try await orphansRemoved.value
    let name = TestName().value
    let database = TestDatabase(name: name, url: try url("DATABASE_URL", database: name))
    // Copying the template through the log takes a fifth of the time of copying its files.
    try await psql(administration(), "CREATE DATABASE \(name) TEMPLATE template0 STRATEGY wal_log")
    if schemas {
      let file = TestEnvironment.projectDirectory.appending(path: "deploy/postgres/schemas.sql")
      try await database.run(String(contentsOf: file, encoding: .utf8))
    }
    return database
  }

  private func remove() async throws {
    try await Self.psql(Self.administration(), "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }

  private static func removeOrphans() async throws {
    let names = try await psql(administration(), "SELECT datname FROM pg_database").split(separator: "\n")
    for name in names.map(String.init) where TestName.isOrphan(name) {
      try await psql(administration(), "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
  }

  private static func administration() throws -> String {
    try url("DATABASE_URL", database: "postgres")
  }
}
