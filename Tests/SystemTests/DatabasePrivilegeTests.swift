import TestSupport
import Testing

/// What no service may do to the database.
@Suite("Least privilege on the database", .database(schemas: true))
struct DatabasePrivilegeTests {
  private static let services = ["intake", "dispatch", "contractors", "callback", "reporting"]

  @Test("A service makes and reads tables in its own schema, which a bare name means", arguments: services)
  func serviceOwnsItsSchema(service: String) async throws {
    try await run("CREATE TABLE note (body text); INSERT INTO note VALUES ('mine')", as: service)
    let answer = try await TestDatabase.current.run("SELECT body FROM \(service).note")
    #expect(answer == "mine")
  }

  @Test("A service reads and writes nothing in another's schema", arguments: services)
  func serviceCannotReadAnothersSchema(service: String) async throws {
    for other in Self.services where other != service {
      try await run("CREATE TABLE note (body text)", as: other)
      await expectDenied("SELECT * FROM \(other).note", as: service)
      await expectDenied("INSERT INTO \(other).note VALUES ('not mine')", as: service)
      await expectDenied("CREATE TABLE \(other).foreign_note (body text)", as: service)
      await expectDenied("SET ROLE \(other)", as: service)
    }
  }

  @Test("A service makes nothing in public, no schema, no temporary table and no role", arguments: services)
  func serviceCannotCreateElsewhere(service: String) async throws {
    await expectDenied("CREATE TABLE public.note (body text)", as: service)
    await expectDenied("CREATE SCHEMA another", as: service)
    await expectDenied("CREATE TEMPORARY TABLE note (body text)", as: service)
    await expectDenied("CREATE ROLE another", as: service)
    await expectDenied("CREATE DATABASE another", as: service)
  }

  @Test("A service cannot connect to the cluster's other databases", arguments: services)
  func serviceCannotConnectElsewhere(service: String) async throws {
    let url = try TestDatabase.current.url(role: service)
    for database in ["postgres", "template1"] {
      let elsewhere = url.replacing(TestDatabase.current.name, with: database)
      let result = try await psql(elsewhere, "SELECT 1")
      #expect(result.status != 0)
      #expect(result.output.contains("permission denied for database"), "\(result.output)")
    }
  }

  @Test("A service's statement is ended by the server after half a minute", arguments: services)
  func serviceHasAStatementTimeout(service: String) async throws {
    let result = try await psql(TestDatabase.current.url(role: service), "SHOW statement_timeout")
    #expect(result.output.contains("30s"))
  }

  private func psql(_ url: String, _ sql: String) async throws -> Command.Result {
    try await Command.run("psql", ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])
  }

  private func run(_ sql: String, as service: String) async throws {
    let result = try await psql(TestDatabase.current.url(role: service), sql)
    try #require(result.status == 0, "\(result.output)")
  }

  private func expectDenied(
    _ sql: String, as service: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    do {
      let result = try await psql(TestDatabase.current.url(role: service), sql)
      #expect(result.status != 0, "\(sql) as \(service)", sourceLocation: sourceLocation)
      #expect(result.output.contains("permission denied"), "\(result.output)", sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }
}
