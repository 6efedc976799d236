/// A policy that was asked for what it does not hold, or a value that no policy can hold.
package struct PolicyError: Error, Hashable {
  /// What was wrong. Open for new codes: switch with a default.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Base: String {
      case invalidRuleID, invalidLimit, invalidReference, noLimit, unknownProfile, unknownVersion, duplicateProfile,
        notInForce
    }
    private let base: Base

    /// Not written as `R-054`.
    package static let invalidRuleID = Code(base: .invalidRuleID)
    /// A limit that is not between 1 and 10,000, or that names no unit or several.
    package static let invalidLimit = Code(base: .invalidLimit)
    /// A profile's name that JSON cannot hold.
    package static let invalidReference = Code(base: .invalidReference)
    /// The profile has no limit for this rule.
    package static let noLimit = Code(base: .noLimit)
    /// No profile of that name.
    package static let unknownProfile = Code(base: .unknownProfile)
    /// The profile exists, but not in that version.
    package static let unknownVersion = Code(base: .unknownVersion)
    /// Two profiles of the same name and version.
    package static let duplicateProfile = Code(base: .duplicateProfile)

    /// The profile exists, but its first version begins later.
    package static let notInForce = Code(base: .notInForce)

    package var description: String { self.base.rawValue }
  }

  package let code: Code
  /// The rule, limit or profile in question; from outside input, so not in `description`.
  package let value: String

  /// Never: the same question fails again until the policy changes.
  package var isRetriable: Bool { false }

  init(_ code: Code, value: String) {
    self.code = code
    self.value = value
  }
}

extension PolicyError: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "PolicyError: \(self.code)" }
  package var debugDescription: String { "PolicyError: \(self.code), value: \(self.value.debugDescription)" }
}
