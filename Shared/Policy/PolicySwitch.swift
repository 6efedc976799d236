/// A way of working in which companies differ, beside their limits. A profile that does not name one works the default way.
package enum PolicySwitch: String, Sendable, Hashable, CaseIterable {
  /// a person verifies and assigns every complaint, also where a rule knows the unit.
  case assignmentByPerson = "assignment-by-person"
  /// the reply clock starts at the first receipt, not when the complaint reaches the accepting unit.
  case replyClockFromReceipt = "reply-clock-from-receipt"
  /// engineering-quality complaints go to customer service, with the repair group of engineering, wherever the
  /// project department is.
  case qualityToCustomerService = "quality-to-customer-service"
}
