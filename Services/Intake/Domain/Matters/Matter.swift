package import Foundation
package import Messages

/// One matter that several customers complain about.
package struct Matter: Sendable, Equatable {
  package let number: MatterNumber
  package let buildingPart: BuildingPart
  package let building: String
  /// When three different people had complained: a group complaint (群诉, R-039, R-040).
  package let groupAt: Date
  /// When more than three had: a hot matter.
  package var hotAt: Date?

  package init(
    number: MatterNumber, buildingPart: BuildingPart, building: String, groupAt: Date, hotAt: Date? = nil
  ) {
    self.number = number
    self.buildingPart = buildingPart
    self.building = building
    self.groupAt = groupAt
    self.hotAt = hotAt
  }
}
