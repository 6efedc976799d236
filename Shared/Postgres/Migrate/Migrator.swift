package import Logging

/// Brings a schema up to date: applies those of its migrations that are missing, in order, each once, whoever else tries
/// the same at the same time. There is no way back down; a wrong migration is followed by another.
package struct Migrator: Sendable {
  private let schema: String
  private let sequence: String
  private let migrations: [Migration]
  /// How long to wait for another migrator of the same schema.
  package var patience: Duration = .seconds(60)

  /// Several sequences, each numbered from 1, may share a schema: a service's own and that of a library. The schema is
  /// created if it is not there.
  package init(schema: String, sequence: String, migrations: [Migration]) {
    self.schema = schema
    self.sequence = sequence
    self.migrations = migrations
  }

  /// The sequence bears the schema's name.
  package init(schema: String, migrations: [Migration]) {
    self.init(schema: schema, sequence: schema, migrations: migrations)
  }

  /// Applies what is missing. Throws `migration` if a released migration was changed or renamed, or if one is missing. A
  /// database that is ahead of us is accepted: that is the old release beside the new one.
  package func migrate(
    _ configuration: PostgresConfiguration, logger: Logger = Logger(label: "postgres.migrator")
  ) async throws(PostgresError) {
    for (index, migration) in self.migrations.enumerated() where migration.version != index + 1 {
      throw self.error(migration.name, "its number is not \(index + 1), or its name has not the form V0001__words")
    }
    var configuration = configuration
    configuration.searchPath = self.schema
    // A migration takes the time that it takes.
    configuration.statementTimeout = .zero
    let session = try await PostgresSession.connect(configuration: configuration, logger: logger)
    do throws(PostgresError) {
      try await self.migrate(session, logger)
    } catch {
      await session.close()
      throw error
    }
    await session.close()
  }

  private func migrate(_ session: PostgresSession, _ logger: Logger) async throws(PostgresError) {
    try await self.lock(session)
    // Everybody queues behind a statement that waits for a table's lock, so it gives up soon.
    try await session.run(script: "SET lock_timeout = '3s'")
    try await self.prepareSchema(session)
    let applied = try await session.execute(MigrationTable.Load(sequence: self.sequence))
    for (index, old) in applied.enumerated() where old.version != index + 1 {
      throw self.error(old.name, "the database lacks number \(index + 1)")
    }
    for (old, migration) in zip(applied, self.migrations)
    where old.name != migration.name || old.checksum != migration.checksum {
      throw self.error(migration.name, "it has been changed since it was applied as \(old.name)")
    }
    for migration in self.migrations.dropFirst(applied.count) {
      try await self.apply(migration, session)
      logger.info(
        "Applied a migration.", metadata: ["schema": "\(self.schema)", "migration": "\(migration.name)"])
    }
  }

  private func prepareSchema(_ session: PostgresSession) async throws(PostgresError) {
    do throws(PostgresError) {
      if try await session.execute(MigrationTable.HasSchema(name: self.schema)) == [false] {
        try await session.run(script: #"CREATE SCHEMA "\#(self.schema.replacing(#"""#, with: #""""#))""#)
      }
      try await session.run(script: MigrationTable.definition)
    } catch {
      // 42501: may not create the schema, or a table in it. 3F000: the schema is there, and this role may not see it.
      guard let state = error.sqlState, state == "42501" || state == "3F000" else { throw error }
      throw PostgresError(
        .migration, sqlState: state, statementName: error.statementName,
        detail: "This role may neither use nor create schema \(self.schema) of this database: give the role its schema "
          + "first, or check which database the URL names.", underlying: error)
    }
  }

  /// The lock is the session's and goes with it.
  private func lock(_ session: PostgresSession) async throws(PostgresError) {
    let key = Int64(bitPattern: FNV1a.hash("schema_migration/\(self.schema)".utf8))
    let limit = ContinuousClock.now + self.patience
    while try await session.execute(MigrationTable.TryLock(key: key)) != [true] {
      guard ContinuousClock.now < limit else {
        throw PostgresError(.timeout, detail: "Another migrator holds schema \(self.schema).")
      }
      do {
        try await Task.sleep(for: .milliseconds(50))
      } catch {
        throw PostgresError(.cancelled)
      }
    }
  }

  private func apply(_ migration: Migration, _ session: PostgresSession) async throws(PostgresError) {
    var insertion = Pipeline()
    insertion.add(
      MigrationTable.Insert(
        sequence: self.sequence,
        applied: .init(version: migration.version ?? 0, name: migration.name, checksum: migration.checksum)))
    do throws(PostgresError) {
      // After an error the session is closed, which rolls back.
      if migration.isTransactional { _ = try await session.run([.begin(.readCommitted)]) }
      try await session.run(script: migration.sql)
      _ = try await session.run(insertion.steps + (migration.isTransactional ? [.commit] : []))
    } catch {
      var error = error
      error.statementName = migration.name
      throw error
    }
  }

  private func error(_ migration: String, _ reason: String) -> PostgresError {
    PostgresError(
      .migration, statementName: migration, detail: "Migration \(migration) of \(self.sequence): \(reason).")
  }
}
