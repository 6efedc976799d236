/// Which statements the session has prepared, and under what names.
struct StatementCache {
  /// A type whose parameters vary in type (an optional left out, say) is one statement per combination.
  struct Key: Hashable {
    let statement: ObjectIdentifier
    let parameterTypes: [PostgresType]
  }

  private var names: [Key: String] = [:]
  private var count = 0

  func name(of key: Key) -> String? { self.names[key] }

  /// A name that was never used in this session. Only the first 63 bytes of a name count, hence the number comes first.
  mutating func newName(for statement: any PreparedStatement.Type) -> String {
    self.count += 1
    return "s\(self.count)_\(String(describing: statement).prefix(40))"
  }

  /// The server has confirmed the preparation. Before that the statement does not count: an earlier error of the same
  /// round trip skips it.
  mutating func confirm(_ key: Key, name: String) {
    self.names[key] = name
  }

  /// Forgets all: after a migration every statement may be stale, and a unit is run again only once. The server keeps the
  /// old ones until the session ends, which is a few kilobytes for each change of the schema.
  mutating func forget() {
    self.names.removeAll()
  }
}
