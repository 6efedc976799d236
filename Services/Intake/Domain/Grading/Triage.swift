package import Messages

/// Category and grade of a new complaint: what the rules say that are in force, and what the
/// recorder thinks.
///
/// The recorder's hint counts until customer service verifies the complaint, unless a rule is more severe; without
/// either the building part says the category, and the grade is general.
package struct Triage: Sendable, Equatable {
  package let rules: TriageRules

  package init(rules: TriageRules = .none) {
    self.rules = rules
  }

  package func standing(of report: ComplaintReported) -> (category: Category, grade: Grade) {
    let found = self.rules.apply(to: report)
    let category = report.categoryHint ?? found.category ?? Self.category(of: report.buildingPart)
    // A joint complaint of three or more is hot from the start.
    let joint = (report.complainants ?? 1) >= MatterWatch.groupSize ? Grade.hot : .general
    let grade = [report.gradeHint, found.grade, joint].compactMap(\.self).max { $0.severity < $1.severity }
    return (category, grade ?? .general)
  }

  private static func category(of part: BuildingPart) -> Category {
    switch part {
    case .propertyService: .propertyService
    case .other: .other
    default: .engineeringQuality
    }
  }
}

extension Grade {
  /// How much depends on the answer: the shorter the limits, the higher.
  package var severity: Int {
    switch self {
    case .major: 3
    case .important: 2
    case .hot: 1
    default: 0
    }
  }
}
