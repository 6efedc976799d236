/// Which version of which profile a timer started with; it keeps that version to its end.
package struct PolicyReference: Sendable, Hashable, Codable {
  package let profile: String
  package let version: Int

  package init(profile: String, version: Int) {
    self.profile = profile
    self.version = version
  }
}

extension PolicyReference: CustomStringConvertible {
  /// The reference as `cohl/1`.
  package var description: String { "\(self.profile)/\(self.version)" }
}
