package import Messages

/// Who answers for a case, found from its kind and building part.
///
/// Nothing here knows yet whether a project department has been withdrawn: every project counts as one whose
/// department is on the site.
package enum Responsibility {
  /// - Returns: nil where a person has to decide.
  package static func unit(kind: ComplaintKind, category: Category, buildingPart: BuildingPart) -> ResponsibleUnit? {
    switch kind {
    case .complaint, .repairApplication: self.unit(category: category, buildingPart: buildingPart)
    case .suggestion, .enquiry, .compliment, .claim: .customerService
    // A report about staff is for the leading group alone; no department may be given it by a rule.
    default: nil
    }
  }

  private static func unit(category: Category, buildingPart: BuildingPart) -> ResponsibleUnit? {
    switch category {
    case .engineeringQuality where buildingPart != .other: .projectDepartment
    case .salesService: .salesDepartment
    case .planningDesign: .designDepartment
    case .propertyService: .propertyOffice
    case .customerService: .customerService
    default: nil
    }
  }

  /// The trade that repairs a part; nil where nothing is to be repaired.
  package static func trade(for part: BuildingPart) -> Trade? {
    switch part {
    case .mainStructure: .structure
    case .waterproofing: .waterproofing
    case .heating: .heating
    case .plumbing: .plumbing
    case .electricLines: .electrical
    case .equipment: .equipment
    case .decoration: .decoration
    case .doorsWindows: .carpentry
    default: nil
    }
  }
}
