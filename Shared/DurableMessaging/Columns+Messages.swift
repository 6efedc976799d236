package import Messages
package import Postgres

/// How the contract's words and identifiers are read from text columns.
extension Columns {
  package mutating func term<T: Term>(_ type: T.Type = T.self) throws(PostgresError) -> T {
    T(rawValue: try self.next(String.self))
  }

  package mutating func optionalTerm<T: Term>(_ type: T.Type = T.self) throws(PostgresError) -> T? {
    try self.next(String?.self).map { T(rawValue: $0) }
  }

  /// - Throws: `decoding` when the column holds what is no such identifier.
  package mutating func identifier<I: Identifier>(_ type: I.Type = I.self) throws(PostgresError) -> I {
    guard let identifier = I(try self.next(String.self)) else {
      throw PostgresError(.decoding, detail: "a column holds no valid \(I.self)")
    }
    return identifier
  }

  package mutating func optionalIdentifier<I: Identifier>(_ type: I.Type = I.self) throws(PostgresError) -> I? {
    guard let text = try self.next(String?.self) else { return nil }
    guard let identifier = I(text) else {
      throw PostgresError(.decoding, detail: "a column holds no valid \(I.self)")
    }
    return identifier
  }
}
