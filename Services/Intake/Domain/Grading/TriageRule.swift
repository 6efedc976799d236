package import Messages

/// A rule of grading, as data: what a complaint has to be like, and what follows.
package struct TriageRule: Sendable, Equatable {
  package let name: String
  /// Any of these; empty for every one.
  package let parts: Set<BuildingPart>
  package let subparts: Set<BuildingSubpart>
  package let kinds: Set<ComplaintKind>
  package let channels: Set<Channel>
  /// One of these stands in the customer's words; empty for any words.
  package let words: [String]
  package let grade: Grade?
  package let category: Category?

  package init(
    name: String, parts: Set<BuildingPart> = [], subparts: Set<BuildingSubpart> = [], kinds: Set<ComplaintKind> = [],
    channels: Set<Channel> = [], words: [String] = [], grade: Grade? = nil, category: Category? = nil
  ) {
    self.name = name
    self.parts = parts
    self.subparts = subparts
    self.kinds = kinds
    self.channels = channels
    self.words = words
    self.grade = grade
    self.category = category
  }

  /// - Parameter content: the report's words, taken apart once for all rules.
  func fits(_ report: ComplaintReported, _ content: SearchedText) -> Bool {
    (self.parts.isEmpty || self.parts.contains(report.buildingPart))
      && (self.subparts.isEmpty || report.subpart.map(self.subparts.contains) == true)
      && (self.kinds.isEmpty || self.kinds.contains(report.kind))
      && (self.channels.isEmpty || self.channels.contains(report.channel))
      && (self.words.isEmpty || self.words.contains { content.contains($0) })
  }
}

extension TriageRule {
  /// At least one condition and one consequence: a rule that fits everything, or changes nothing, is a mistake.
  package static func read(_ fields: inout ObjectReader) -> TriageRule? {
    let name = fields.required("name", .line(upTo: 80))
    let parts = fields.optional("parts", .list(of: .term(BuildingPart.self), atMost: 20))
    let subparts = fields.optional("subparts", .list(of: .term(BuildingSubpart.self), atMost: 20))
    let kinds = fields.optional("kinds", .list(of: .term(ComplaintKind.self), atMost: 10))
    let channels = fields.optional("channels", .list(of: .term(Channel.self), atMost: 20))
    let words = fields.optional("words", .list(of: .line(upTo: 40), atMost: 50))
    let grade = fields.optional("grade", .term(Grade.self))
    let category = fields.optional("category", .term(Category.self))
    let before = fields.faults.count
    if [parts?.count, subparts?.count, kinds?.count, channels?.count, words?.count].allSatisfy({ ($0 ?? 0) == 0 }) {
      fields.note("words", .missing, "A rule needs a condition: parts, subparts, kinds, channels or words.")
    }
    if grade == nil, category == nil { fields.note("grade", .missing, "A rule gives a grade or a category.") }
    guard let name, fields.faults.count == before else { return nil }
    return TriageRule(
      name: name, parts: Set(parts ?? []), subparts: Set(subparts ?? []), kinds: Set(kinds ?? []),
      channels: Set(channels ?? []), words: words ?? [], grade: grade, category: category)
  }
}
