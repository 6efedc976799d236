/// Which of the two layers a callback belongs to.
package struct CallbackKind: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let closing = CallbackKind("closing")
  package static let milestone = CallbackKind("milestone")

  package static let names: [CallbackKind: TermName] = [
    .closing: TermName("关闭回访", "closing callback"),
    .milestone: TermName("节点性回访", "milestone callback"),
  ]
}
