/// The number of a complaint for its whole life: `<project>-<year>-<serial>`, as `CLX-2023-000001`.
///
/// The serial has at least six digits and counts without gaps within project and year. The year is that of registration
/// in the company's time zone.
package struct ComplaintNumber: ProjectIdentifier {
  package static let pattern = "^[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{6,}$"
  package static let example = "CLX-2023-000001"

  package let project: ProjectCode
  package let year: Int
  package let serial: Int

  package init(project: ProjectCode, year: Int, serial: Int) {
    precondition(
      (2000...9999).contains(year) && serial > 0, "A complaint number needs a year of four digits and a serial from 1.")
    self.project = project
    self.year = year
    self.serial = serial
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let project = ProjectCode(String(parts[0])), parts[1].utf8.count == 4,
      let year = Int(parts[1]), (2000...9999).contains(year), let serial = Int(parts[2]), serial > 0
    else { return nil }
    self.init(project: project, year: year, serial: serial)
    // One spelling only: no sign, no missing or superfluous zero.
    guard self.text == text else { return nil }
  }

  package var text: String {
    let digits = String(self.serial)
    return "\(self.project)-\(self.year)-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }
}
