package import Testing

/// Gives every test of a suite, or one test, a database of its own as ``TestDatabase/current``, and removes it even when
/// the test throws.
package struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  let schemas: Bool

  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await TestDatabase.provide(schemas: schemas) { try await function() }
  }
}

extension Trait where Self == DatabaseTrait {
  /// An empty database.
  package static var database: DatabaseTrait { DatabaseTrait(schemas: false) }

  /// With `schemas`, the services' schemas and their roles' rights of deploy/postgres/schemas.sql too.
  package static func database(schemas: Bool) -> DatabaseTrait { DatabaseTrait(schemas: schemas) }
}
