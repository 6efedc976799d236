package import Messages

/// What a person does to a case.
package struct CaseAction: Sendable, Equatable {
  package enum Deed: Sendable, Equatable {
    /// Customer service decides who answers.
    case assign(ResponsibleUnit)
    /// The unit has answered the customer; `plan` is what it told him.
    case reply(plan: String)
    /// The unit has settled a matter that needs no repair.
    case handle(result: String)
  }

  package let number: ComplaintNumber
  package let deed: Deed
  /// Staff account.
  package let by: String

  package init(_ number: ComplaintNumber, _ deed: Deed, by: String) {
    self.number = number
    self.deed = deed
    self.by = by
  }
}
