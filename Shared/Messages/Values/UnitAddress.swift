/// Where the defect is: a home of a project and the place in it.
package struct UnitAddress: Codable, Sendable, Hashable {
  package let project: ProjectCode
  /// As the property company writes it: `3`, `A 座`.
  package let building: String
  package let unit: String
  /// The place in the home: `厨房吊顶`.
  package let location: String?

  package init(project: ProjectCode, building: String, unit: String, location: String?) {
    self.project = project
    self.building = building
    self.unit = unit
    self.location = location
  }
}
