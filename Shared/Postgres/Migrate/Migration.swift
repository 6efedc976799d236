/// One step of a schema, from a file like `V0001__complaint.sql`. Once released it is never changed: a wrong migration is
/// followed by another.
///
/// The file runs as one transaction, unless its first line is `-- no-transaction: <reason>`. Such a file holds exactly one
/// statement (PostgreSQL makes a transaction of several), and one that may run twice, for the process may die between the
/// statement and our note of it.
package struct Migration: Sendable {
  /// The file's name without `.sql`. It begins with a letter, because the names of embedded resources must.
  package let name: String
  package let sql: String
  /// FNV-1a of the file's bytes, against changes made by mistake.
  package let checksum: String

  package init(name: String, sql: some Sequence<UInt8>) {
    let bytes = Array(sql)
    self.name = name
    self.sql = String(decoding: bytes, as: UTF8.self)
    self.checksum = String(FNV1a.hash(bytes), radix: 16)
  }

  /// The number after the `V`; nil if the name has not the form `V0001__words`.
  package var version: Int? {
    guard let match = self.name.wholeMatch(of: /V([0-9]{4})__[a-z0-9_]+/) else { return nil }
    return Int(match.1)
  }

  var isTransactional: Bool {
    self.sql.prefixMatch(of: /-- no-transaction: *[^ \n]/) == nil
  }
}
