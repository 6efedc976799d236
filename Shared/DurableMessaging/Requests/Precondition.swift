package import Messages

/// What somebody who asks for a change has seen of what is to be changed.
package enum Precondition: Sendable, Hashable {
  /// He does not say.
  case none
  /// That it is there, whatever its version.
  case any
  /// One of these versions.
  case versions(Set<Int64>)

  /// - Parameter version: of what is there; nil for what has no versions, or is not there: the handler says so.
  /// - Throws: ``Rejected`` with `changed-meanwhile` when it is another one.
  package func check(_ version: Int64?) throws(Rejected) {
    guard case .versions(let seen) = self, let version, !seen.contains(version) else { return }
    throw Rejected("If-Match", .changedMeanwhile, "The version is \(version) now; read it again before changing it.")
  }
}
