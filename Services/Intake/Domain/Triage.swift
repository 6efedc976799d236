package import Messages

/// Category and grade of a new complaint.
///
/// The recorder's hint counts until customer service verifies the complaint; without one the building part says
/// the category, and the grade is general.
package enum Triage {
  package static func category(of report: ComplaintReported) -> Category {
    if let hint = report.categoryHint { return hint }
    return switch report.buildingPart {
    case .propertyService: .propertyService
    case .other: .other
    default: .engineeringQuality
    }
  }

  package static func grade(of report: ComplaintReported) -> Grade {
    report.gradeHint ?? .general
  }
}
