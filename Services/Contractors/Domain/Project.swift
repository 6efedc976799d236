package import Messages

/// A project, as far as commission letters need it.
package struct Project: Sendable, Hashable {
  package let code: ProjectCode
  /// The project's number in commission letters. Two projects never share one.
  package let worksNumber: Int
  /// The company that develops it, by which a policy may be assigned; nil while the property register names none.
  package let company: String?

  package init(code: ProjectCode, worksNumber: Int, company: String? = nil) {
    self.code = code
    self.worksNumber = worksNumber
    self.company = company
  }

  /// Takes note of a project, beside those that are known.
  /// - Returns: nil when it is known already.
  /// - Throws: `conflict` when it is known under another works number, or another project has that number: a commission
  ///   number would then name two letters.
  package static func register(_ message: ProjectRegistered, beside known: [Project]) throws(Rejected) -> Project? {
    let project = Project(code: message.project, worksNumber: message.worksNumber)
    if let same = known.first(where: { $0.code == project.code }) {
      if same.worksNumber == project.worksNumber { return nil }
      throw Rejected("worksNumber", .conflict, "The project is registered with another works number.")
    }
    if known.contains(where: { $0.worksNumber == project.worksNumber }) {
      throw Rejected("worksNumber", .conflict, "Another project has this works number.")
    }
    return project
  }
}
