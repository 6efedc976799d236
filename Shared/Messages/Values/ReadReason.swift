/// Why somebody looks at personal data. Words of a list and not of his own: what people write may hold what the
/// record is not for.
package struct ReadReason: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// To answer: the plan, the result, why it takes longer.
  package static let reply = ReadReason("reply")
  /// To agree on a time for survey or work.
  package static let appointment = ReadReason("appointment")
  /// To ask what is not clear.
  package static let clarification = ReadReason("clarification")
  /// To ask whether he is satisfied.
  package static let callback = ReadReason("callback")
  /// To mend what the record says of him.
  package static let correction = ReadReason("correction")
  /// To do what the complaint asks for: find the unit, judge, survey, answer.
  package static let handling = ReadReason("handling")
  /// To find out what is true of it.
  package static let investigation = ReadReason("investigation")

  package static let names: [ReadReason: TermName] = [
    .reply: TermName("答复客户", "reply to the customer"),
    .appointment: TermName("预约上门", "appointment"),
    .clarification: TermName("核实情况", "clarification"),
    .callback: TermName("回访", "callback"),
    .correction: TermName("更正资料", "correction of the record"),
    .handling: TermName("办理", "handling"),
    .investigation: TermName("调查", "investigation"),
  ]

  /// What a telephone is needed for.
  package static let ofContact: [ReadReason] = [.reply, .appointment, .clarification, .callback, .correction]
}
