/// Who built a part of the building and owes its remedy within the builder's warranty.
package struct OriginalBuilder: Codable, Sendable, Hashable {
  package let buildingPart: BuildingPart
  /// The firm, as the contract names it.
  package let name: String

  package init(buildingPart: BuildingPart, name: String) {
    self.buildingPart = buildingPart
    self.name = name
  }
}
