package import Messages
package import WorkCalendar

/// What a service makes of policies, once for each version that may still begin something, and found by who goes by it
///
package struct AssignedRules<Rules: Sendable>: Sendable {
  private let register: PolicyRegister
  private let rules: [PolicyReference: Rules]
  /// Those of whoever has no assignment, on the day of the start.
  package let standard: Rules

  /// - Parameters:
  ///   - day: today; what was overtaken before it begins nothing any more.
  ///   - make: what the service makes of a version.
  /// - Throws: what `make` throws of any version, and `notInForce` when the default profile begins later.
  package init(
    _ register: PolicyRegister, from day: CalendarDay, make: (PolicyProfile) throws(PolicyError) -> Rules
  ) throws(PolicyError) {
    let standard = try register.profile(project: nil, on: day)
    var rules: [PolicyReference: Rules] = [:]
    for profile in register.all {
      let inForce = try? register.profile(named: profile.name, on: day)
      guard inForce.map({ $0.version <= profile.version }) ?? true else { continue }
      rules[profile.reference] = try make(profile)
    }
    self.register = register
    self.rules = rules
    if let made = rules[standard.reference] { self.standard = made } else { self.standard = try make(standard) }
  }

  /// The rules for what begins on the day.
  package func of(_ project: ProjectCode?, company: String? = nil, on day: CalendarDay) -> Rules {
    // The register has been checked: every assignment names a profile that is in force.
    (try? self.register.profile(project: project, company: company, on: day)).flatMap { self.rules[$0.reference] }
      ?? self.standard
  }
}
