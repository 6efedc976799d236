package import Messages

/// A building of a project that passed completion acceptance on a day of its own.
package struct Building: Sendable, Hashable {
  package struct Key: Sendable, Hashable {
    package let project: ProjectCode
    /// As the property company writes it.
    package let name: ExactText

    package init(project: ProjectCode, name: String) {
      self.project = project
      self.name = ExactText(name)
    }
  }

  package let key: Key
  package var completedOn: ProjectParticulars.Dated

  package init(key: Key, completedOn: ProjectParticulars.Dated) {
    self.key = key
    self.completedOn = completedOn
  }
}

extension HomeAddress {
  package var buildingKey: Building.Key { Building.Key(project: self.project, name: self.building) }
}
