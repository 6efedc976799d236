/// How much depends on the answer.
package struct Grade: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let major = Grade("major")
  package static let important = Grade("important")
  package static let hot = Grade("hot")
  package static let general = Grade("general")

  package static let names: [Grade: TermName] = [
    .major: TermName("重大", "major"),
    .important: TermName("重要", "important"),
    .hot: TermName("热点", "hot"),
    .general: TermName("一般", "general"),
  ]
}
