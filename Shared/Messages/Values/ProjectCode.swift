/// The short name of a project in every number: two to eight capital letters or digits, a letter first.
package struct ProjectCode: ProjectIdentifier {
  package static let pattern = "^[A-Z][A-Z0-9]{1,7}$"
  package static let example = "CLX"

  package let text: String

  package init?(_ text: String) {
    guard (2...8).contains(text.utf8.count), let first = text.utf8.first, (65...90).contains(first),
      text.utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) })
    else { return nil }
    self.text = text
  }

  package var project: ProjectCode { self }
}
