/// The number of a repair order: the complaint's number and `-R` with a running digit, as `CLX-2023-000001-R1`.
package struct RepairOrderNumber: ProjectIdentifier {
  package static let pattern = "^[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{6,}-R[1-9][0-9]*$"
  package static let example = "CLX-2023-000001-R1"

  package let complaint: ComplaintNumber
  package let serial: Int

  package init(complaint: ComplaintNumber, serial: Int) {
    precondition(serial > 0, "Repair orders of a complaint are counted from 1.")
    self.complaint = complaint
    self.serial = serial
  }

  package init?(_ text: String) {
    guard let mark = text.lastIndex(of: "-"), text[mark...].hasPrefix("-R"),
      let complaint = ComplaintNumber(String(text[..<mark])), let serial = Int(text[mark...].dropFirst(2)), serial > 0
    else { return nil }
    self.init(complaint: complaint, serial: serial)
    guard self.text == text else { return nil }
  }

  package var project: ProjectCode { self.complaint.project }

  package var text: String { "\(self.complaint)-R\(self.serial)" }
}
