/// The name of one matter that several customers complain about: the number of its first complaint and `-M`, as
/// `CLX-2023-000001-M`.
package struct MatterNumber: ProjectIdentifier {
  package static let pattern = "^[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{6,}-M$"
  package static let example = "CLX-2023-000001-M"

  package let first: ComplaintNumber

  package init(first: ComplaintNumber) {
    self.first = first
  }

  package init?(_ text: String) {
    guard text.hasSuffix("-M"), let first = ComplaintNumber(String(text.dropLast(2))) else { return nil }
    self.first = first
  }

  package var project: ProjectCode { self.first.project }

  package var text: String { "\(self.first)-M" }
}
