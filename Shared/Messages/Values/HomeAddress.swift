/// A home of a project, as the property register and the property company name it.
package struct HomeAddress: Codable, Sendable, Hashable {
  package let project: ProjectCode
  /// As the property company writes it: `3`, `A 座`.
  package let building: String
  package let unit: String

  package init(project: ProjectCode, building: String, unit: String) {
    self.project = project
    self.building = building
    self.unit = unit
  }

  /// What events about the home are ordered by: `CLX/3/1201`.
  package var subject: String { "\(self.project)/\(self.building)/\(self.unit)" }
}

extension UnitAddress {
  /// Without the place in it.
  package var home: HomeAddress { HomeAddress(project: self.project, building: self.building, unit: self.unit) }
}
