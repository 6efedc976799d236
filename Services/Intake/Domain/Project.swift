package import Messages

/// A project of the company, whose complaints intake takes.
package struct Project: Sendable, Hashable {
  package let code: ProjectCode
  package let name: String
  /// The project's number in commission letters.
  package let worksNumber: Int

  package init(code: ProjectCode, name: String, worksNumber: Int) {
    self.code = code
    self.name = name
    self.worksNumber = worksNumber
  }
}
