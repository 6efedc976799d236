/// Why somebody looks at how a customer can be reached. Words of a list and not of his own: what people write may
/// hold what the record is not for.
package struct ContactReason: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// To answer: the plan, the result, why it takes longer.
  package static let reply = ContactReason("reply")
  /// To agree on a time for survey or work.
  package static let appointment = ContactReason("appointment")
  /// To ask what is not clear.
  package static let clarification = ContactReason("clarification")
  /// To ask whether he is satisfied.
  package static let callback = ContactReason("callback")
  /// To mend what the record says of him.
  package static let correction = ContactReason("correction")

  package static let names: [ContactReason: TermName] = [
    .reply: TermName("答复客户", "reply to the customer"),
    .appointment: TermName("预约上门", "appointment"),
    .clarification: TermName("核实情况", "clarification"),
    .callback: TermName("回访", "callback"),
    .correction: TermName("更正资料", "correction of the record"),
  ]
}
