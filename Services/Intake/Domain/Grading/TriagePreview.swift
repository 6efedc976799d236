package import Messages

/// What other rules would have made of complaints of the past, before they go live. Names complaints by number only.
package struct TriagePreview: Sendable, Equatable {
  package struct Move: Sendable, Hashable {
    package let from: String
    package let to: String

    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// More numbers help nobody.
  package static let mostSamples = 20

  package let looked: Int
  package private(set) var changed = 0
  /// How many would have got another grade, by the two grades.
  package private(set) var grades: [Move: Int] = [:]
  package private(set) var categories: [Move: Int] = [:]
  /// The first that would have been different.
  package private(set) var samples: [ComplaintNumber] = []
  /// How many complaints each rule fits; a rule that fits none may be misspelled.
  package private(set) var hits: [String: Int] = [:]

  package init(_ proposed: TriageRules, instead current: TriageRules, over complaints: [Complaint]) {
    self.looked = complaints.count
    let (new, old) = (Triage(rules: proposed), Triage(rules: current))
    for rule in proposed.rules { self.hits[rule.name] = 0 }
    for complaint in complaints {
      let content = SearchedText(complaint.report.content)
      for rule in proposed.rules where rule.fits(complaint.report, content) { self.hits[rule.name, default: 0] += 1 }
      let (before, after) = (old.standing(of: complaint.report), new.standing(of: complaint.report))
      guard before != after else { continue }
      self.changed += 1
      if before.grade != after.grade {
        self.grades[Move(from: before.grade.rawValue, to: after.grade.rawValue), default: 0] += 1
      }
      if before.category != after.category {
        self.categories[Move(from: before.category.rawValue, to: after.category.rawValue), default: 0] += 1
      }
      if self.samples.count < Self.mostSamples { self.samples.append(complaint.number) }
    }
  }
}
