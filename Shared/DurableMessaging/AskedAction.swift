/// What a person asks for, and what he has seen of what it is to change.
struct AskedAction<Action: Sendable>: Sendable {
  let action: Action
  let precondition: Precondition
  /// Who asks, for the audit: whoever does it for several does not act in his own name.
  let person: AuditPerson?
}
