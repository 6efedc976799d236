/// The table in which a schema remembers its migrations, and the statements on it.
enum MigrationTable {
  static let definition = """
    CREATE TABLE IF NOT EXISTS schema_migration (
      sequence   text        NOT NULL,
      version    integer     NOT NULL,
      name       text        NOT NULL,
      checksum   text        NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT schema_migration_pkey PRIMARY KEY (sequence, version))
    """

  struct Applied: Sendable {
    let version: Int
    let name: String
    let checksum: String
  }

  /// Not `pg_advisory_lock`: whoever waits in it holds a snapshot, for which the lock's holder would wait in turn while it
  /// builds an index concurrently.
  struct TryLock: PreparedStatement {
    static let sql = "SELECT pg_try_advisory_lock($1)"
    let key: Int64

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.key)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Bool {
      try row.decode(0)
    }
  }

  /// Asked first, because CREATE SCHEMA IF NOT EXISTS needs the right to create one even where it exists.
  struct HasSchema: PreparedStatement {
    static let sql = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)"
    let name: String

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.name)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Bool {
      try row.decode(0)
    }
  }

  struct Load: PreparedStatement {
    static let sql = "SELECT version, name, checksum FROM schema_migration WHERE sequence = $1 ORDER BY version"
    let sequence: String

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.sequence)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Applied {
      var columns = row.columns()
      return Applied(version: try columns.next(), name: try columns.next(), checksum: try columns.next())
    }
  }

  struct Insert: PreparedStatement {
    static let sql = "INSERT INTO schema_migration (sequence, version, name, checksum) VALUES ($1, $2, $3, $4)"
    let sequence: String
    let applied: Applied

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.sequence)
      bindings.append(self.applied.version)
      bindings.append(self.applied.name)
      bindings.append(self.applied.checksum)
    }
  }
}
