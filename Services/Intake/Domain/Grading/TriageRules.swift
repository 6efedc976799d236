package import Messages

/// A version of the rules of grading. A version never changes; another set of rules is another version.
package struct TriageRules: Sendable, Equatable {
  /// 0 for no rules at all.
  package let version: Int
  package let rules: [TriageRule]

  package static let none = TriageRules(version: 0, rules: [])
  package static let mostRules = 100

  package init(version: Int, rules: [TriageRule]) {
    self.version = version
    self.rules = rules
  }

  /// Of several rules that fit, the most severe grade counts, and the category of the first that names one.
  package func apply(to report: ComplaintReported) -> (category: Category?, grade: Grade?) {
    var (category, grade): (Category?, Grade?) = (nil, nil)
    guard !self.rules.isEmpty else { return (nil, nil) }
    let content = SearchedText(report.content)
    for rule in self.rules where rule.fits(report, content) {
      category = category ?? rule.category
      if let given = rule.grade, given.severity > (grade?.severity ?? -1) { grade = given }
    }
    return (category, grade)
  }

  /// - Throws: everything that is wrong with the list of rules.
  package static func read(_ json: JSONValue) throws(Rejected) -> [TriageRule] {
    try ObjectReader.read(json) { Self.read(&$0) }
  }

  package static func read(_ fields: inout ObjectReader) -> [TriageRule]? {
    let rules = fields.required("rules", .list(of: .object { TriageRule.read(&$0) }, atMost: Self.mostRules))
    if let rules, Set(rules.map(\.name)).count < rules.count {
      fields.note("rules", .conflict, "Two rules have the same name.")
    }
    return rules
  }
}
