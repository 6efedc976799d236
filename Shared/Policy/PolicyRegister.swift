package import Messages
package import WorkCalendar

/// All versions of all profiles, the old ones included, because running timers still name them, and who goes by which
///
package struct PolicyRegister: Sendable, Hashable {
  private let profiles: [PolicyReference: PolicyProfile]
  /// Of each profile, oldest first.
  private let versions: [String: [PolicyProfile]]
  private let assignments: [PolicyAssignment.Scope: [PolicyAssignment]]
  /// The profile of whoever has no assignment.
  package let defaultProfile: String

  /// Throws `duplicateProfile` if two share name and version.
  package init(
    _ profiles: [PolicyProfile], assignments: [PolicyAssignment] = [], defaultProfile: String = "cohl"
  ) throws(PolicyError) {
    var seen: Set<PolicyReference> = []
    for profile in profiles where !seen.insert(profile.reference).inserted {
      throw PolicyError(.duplicateProfile, value: "\(profile.reference)")
    }
    self.init(trusted: profiles, assignments: assignments, defaultProfile: defaultProfile)
  }

  /// For profiles that have been checked, each of which is there once.
  init(trusted profiles: [PolicyProfile], assignments: [PolicyAssignment] = [], defaultProfile: String = "cohl") {
    self.profiles = Dictionary(profiles.map { ($0.reference, $0) }) { _, later in later }
    self.versions = Dictionary(grouping: self.profiles.values, by: \.name).mapValues {
      $0.sorted { $0.version < $1.version }
    }
    self.assignments = Dictionary(grouping: assignments, by: \.scope)
    self.defaultProfile = defaultProfile
  }

  /// The version that a timer started with; throws `unknownProfile` or `unknownVersion`.
  package func profile(_ reference: PolicyReference) throws(PolicyError) -> PolicyProfile {
    if let profile = self.profiles[reference] { return profile }
    let isKnown = self.profiles.keys.contains { $0.profile == reference.profile }
    throw PolicyError(isKnown ? .unknownVersion : .unknownProfile, value: "\(reference)")
  }

  /// The newest version of a profile, be it in force yet or not; throws `unknownProfile`.
  package func newest(_ name: String) throws(PolicyError) -> PolicyProfile {
    guard let newest = self.versions[name]?.last else { throw PolicyError(.unknownProfile, value: name) }
    return newest
  }

  /// The version of a profile that is in force on the day, for timers that start then: each holds until the next begins.
  /// Throws `unknownProfile`, or `notInForce` before the first version.
  package func profile(named name: String, on day: CalendarDay) throws(PolicyError) -> PolicyProfile {
    guard let versions = self.versions[name] else { throw PolicyError(.unknownProfile, value: name) }
    guard let profile = versions.last(where: { $0.from <= day }) else {
      throw PolicyError(.notInForce, value: "\(name) on \(day)")
    }
    return profile
  }

  /// The profile in force for a project on a day: the project's own assignment, else its company's, else the default.
  package func profile(
    project: ProjectCode?, company: String? = nil, on day: CalendarDay
  ) throws(PolicyError) -> PolicyProfile {
    let assigned =
      project.flatMap { self.assignment(of: .project($0), on: day) }
      ?? company.flatMap { self.assignment(of: .company($0), on: day) }
    return try self.profile(named: assigned?.profile ?? self.defaultProfile, on: day)
  }

  /// Every version of every profile, by name and version.
  package var all: [PolicyProfile] {
    self.profiles.values.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
  }

  /// Some go by the profile of their company: whoever asks has to know the companies of projects.
  package var assignsCompanies: Bool {
    self.assignments.keys.contains { if case .company = $0 { true } else { false } }
  }

  private func assignment(of scope: PolicyAssignment.Scope, on day: CalendarDay) -> PolicyAssignment? {
    self.assignments[scope]?.first { $0.holds(on: day) }
  }
}
