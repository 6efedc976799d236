/// All versions of all profiles, the old ones included: running timers still name them.
package struct PolicyRegister: Sendable, Hashable {
  private let profiles: [PolicyReference: PolicyProfile]

  /// The profiles that come with redress.
  package static let standard = PolicyRegister(trusted: [.cohl])

  /// Throws `duplicateProfile` if two share name and version.
  package init(_ profiles: [PolicyProfile]) throws(PolicyError) {
    var seen: Set<PolicyReference> = []
    for profile in profiles where !seen.insert(profile.reference).inserted {
      throw PolicyError(.duplicateProfile, value: "\(profile.reference)")
    }
    self.init(trusted: profiles)
  }

  /// For the register that this module writes itself, unchecked.
  init(trusted profiles: [PolicyProfile]) {
    self.profiles = Dictionary(profiles.map { ($0.reference, $0) }) { _, later in later }
  }

  /// The version that a timer started with; throws `unknownProfile` or `unknownVersion`.
  package func profile(_ reference: PolicyReference) throws(PolicyError) -> PolicyProfile {
    if let profile = self.profiles[reference] { return profile }
    let isKnown = self.profiles.keys.contains { $0.profile == reference.profile }
    throw PolicyError(isKnown ? .unknownVersion : .unknownProfile, value: "\(reference)")
  }

  /// The newest version of a profile, for timers that start now; throws `unknownProfile`.
  package func newest(_ name: String) throws(PolicyError) -> PolicyProfile {
    guard let newest = self.profiles.values.filter({ $0.name == name }).max(by: { $0.version < $1.version }) else {
      throw PolicyError(.unknownProfile, value: name)
    }
    return newest
  }
}
