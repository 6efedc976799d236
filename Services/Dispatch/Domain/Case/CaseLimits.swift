import Policy

/// The limits of a case, as one version of a policy sets them.
struct CaseLimits: Sendable {
  ///
  let assignment: Limit
  ///
  let reply: Limit
  ///
  let survey: Limit

  init(_ policy: PolicyProfile) throws(PolicyError) {
    self.assignment = try policy.limit(.assignment)
    self.reply = try policy.limit(.reply)
    self.survey = try policy.limit(.survey)
  }
}
