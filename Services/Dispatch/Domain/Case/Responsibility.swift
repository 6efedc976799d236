package import Messages

/// Who answers for a case, found from its kind and building part.
package enum Responsibility {
  /// - Parameter qualityUnit: who answers for engineering quality: the project department or its office on the site,
  ///   or customer service once the department has left and where the company has it so.
  /// - Returns: nil where a person has to decide.
  package static func unit(
    kind: ComplaintKind, category: Category, buildingPart: BuildingPart,
    qualityUnit: ResponsibleUnit = .projectDepartment
  ) -> ResponsibleUnit? {
    switch kind {
    case .complaint, .repairApplication:
      self.unit(category: category, buildingPart: buildingPart, qualityUnit: qualityUnit)
    case .suggestion, .enquiry, .compliment, .claim: .customerService
    // A report about staff is for the leading group alone; no department may be given it by a rule.
    default: nil
    }
  }

  private static func unit(
    category: Category, buildingPart: BuildingPart, qualityUnit: ResponsibleUnit
  ) -> ResponsibleUnit? {
    switch category {
    case .engineeringQuality where buildingPart != .other: qualityUnit
    case .salesService: .salesDepartment
    case .planningDesign: .designDepartment
    case .propertyService: .propertyOffice
    case .customerService: .customerService
    default: nil
    }
  }

  /// The trade of the repair that a unit has done; nil where it settles the matter itself.
  package static func trade(
    unit: ResponsibleUnit, kind: ComplaintKind, category: Category, buildingPart: BuildingPart
  ) -> Trade? {
    switch unit {
    case .projectDepartment, .projectOffice: self.trade(for: buildingPart)
    case .customerService where category == .engineeringQuality && (kind == .complaint || kind == .repairApplication):
      self.trade(for: buildingPart)
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
