import Foundation

/// Which version of which profile a timer started with; it keeps that version to its end.
package struct PolicyReference: Sendable, Hashable, Codable {
  package let profile: String
  package let version: Int

  package init(profile: String, version: Int) {
    self.profile = profile
    self.version = version
  }

  /// The reference as JSON, for a timer to keep beside its date; throws `invalidReference`.
  package func json() throws(PolicyError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let json = try? encoder.encode(self) else { throw PolicyError(.invalidReference, value: "\(self)") }
    return Array(json)
  }
}

extension PolicyReference: CustomStringConvertible {
  /// The reference as `cohl/1`.
  package var description: String { "\(self.profile)/\(self.version)" }
}
