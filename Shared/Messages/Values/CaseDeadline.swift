/// A limit of a case that can be missed.
package struct CaseDeadline: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let assignment = CaseDeadline("assignment")
  package static let reply = CaseDeadline("reply")
  package static let survey = CaseDeadline("survey")

  package static let names: [CaseDeadline: TermName] = [
    .assignment: TermName("分派", "assignment"),
    .reply: TermName("答复", "reply"),
    .survey: TermName("查勘", "survey"),
  ]
}
