/// The code of a contractor in the register of repair contractors (SM03-18): two to twenty capital letters, digits or
/// hyphens, a letter first.
package struct ContractorCode: Identifier {
  package static let pattern = "^[A-Z][A-Z0-9-]{1,19}$"
  package static let example = "WX-01"

  package let text: String

  package init?(_ text: String) {
    guard (2...20).contains(text.utf8.count), let first = text.utf8.first, (65...90).contains(first),
      text.utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) || $0 == 45 })
    else { return nil }
    self.text = text
  }
}
