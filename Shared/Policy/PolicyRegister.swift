package import Messages
package import WorkCalendar

/// All versions of all profiles, the old ones included, because running timers still name them, and who goes by which
///
package struct PolicyRegister: Sendable, Hashable {
  private let profiles: [PolicyReference: PolicyProfile]
  private let assignments: [PolicyAssignment]
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
    self.assignments = assignments
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
    guard let newest = self.versions(of: name).last else { throw PolicyError(.unknownProfile, value: name) }
    return newest
  }

  /// The version of a profile that is in force on the day, for timers that start then: each holds until the next begins.
  /// Throws `unknownProfile`, or `notInForce` before the first version.
  package func profile(named name: String, on day: CalendarDay) throws(PolicyError) -> PolicyProfile {
    let versions = self.versions(of: name)
    guard !versions.isEmpty else { throw PolicyError(.unknownProfile, value: name) }
    guard let profile = versions.last(where: { $0.from <= day }) else {
      throw PolicyError(.notInForce, value: "\(name) on \(day)")
    }
    return profile
  }

  /// The profile in force for a project on a day: the project's own assignment, else its company's, else the default.
  package func profile(
    project: ProjectCode?, company: String? = nil, on day: CalendarDay
  ) throws(PolicyError) -> PolicyProfile {
    let scopes: [PolicyAssignment.Scope?] = [project.map { .project($0) }, company.map { .company($0) }]
    let assigned = scopes.lazy.compactMap { scope in
      self.assignments.first { $0.scope == scope && $0.holds(on: day) }
    }.first
    return try self.profile(named: assigned?.profile ?? self.defaultProfile, on: day)
  }

  /// Every version of every profile, by name and version.
  package var all: [PolicyProfile] {
    self.profiles.values.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
  }

  private func versions(of name: String) -> [PolicyProfile] { self.all.filter { $0.name == name } }
}
