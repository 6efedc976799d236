import Foundation
package import Messages

/// A project of the company, whose complaints intake takes.
package struct Project: Sendable, Hashable {
  package let code: ProjectCode
  package let name: String
  /// The project's number in commission letters.
  package let worksNumber: Int
  package var particulars: ProjectParticulars
  /// Counts the announcements of this project, its registration being the first.
  package var version: Int64

  package init(
    code: ProjectCode, name: String, worksNumber: Int, particulars: ProjectParticulars = ProjectParticulars(),
    version: Int64 = 1
  ) {
    self.code = code
    self.name = name
    self.worksNumber = worksNumber
    self.particulars = particulars
    self.version = version
  }

  /// The announcement for the other services.
  func changed(at now: Date) -> ProjectChanged {
    ProjectChanged(
      project: self.code, name: self.name, company: self.particulars.company, city: self.particulars.city,
      completedOn: self.particulars.completedOn?.day,
      customerServiceOfficeOpensOn: self.particulars.customerServiceOfficeOpensOn,
      moveInOn: self.particulars.moveInOn, departmentWithdrawnOn: self.particulars.departmentWithdrawnOn?.day,
      changedAt: now)
  }
}
