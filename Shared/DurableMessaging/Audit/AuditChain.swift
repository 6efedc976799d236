import Crypto

/// The hash chain over the entries of the audit: the hash of each covers its content and the hash before it, so that
/// none can be changed, taken out or slipped in without all that follow ceasing to fit.
package enum AuditChain {
  /// What stands before the first entry.
  package static let origin = [UInt8](repeating: 0, count: SHA256.byteCount)

  /// SHA-256 of the hash before and the content of an entry.
  package static func hash(after previous: [UInt8], _ content: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: content)
    return Array(hash.finalize())
  }
}
