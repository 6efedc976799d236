/// The number of a callback: the complaint's number, `-C` for a closing or `-M` for a milestone callback, and the round.
///
/// It is made from its cause and not drawn from a series, so the same event can never create a second one (R-191).
package struct CallbackNumber: ProjectIdentifier {
  package static let pattern = "^[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{6,}-[CM][1-9][0-9]*$"
  package static let example = "CLX-2023-000001-C1"

  package let complaint: ComplaintNumber
  package let kind: CallbackKind
  package let round: Int

  package init(complaint: ComplaintNumber, kind: CallbackKind, round: Int) {
    precondition(round > 0, "Rounds of a case are counted from 1.")
    self.complaint = complaint
    self.kind = kind
    self.round = round
  }

  package init?(_ text: String) {
    guard let mark = text.lastIndex(of: "-"), let complaint = ComplaintNumber(String(text[..<mark])),
      let letter = text[text.index(after: mark)...].first, letter == "C" || letter == "M",
      let round = Int(text[mark...].dropFirst(2)), round > 0
    else { return nil }
    self.init(complaint: complaint, kind: letter == "C" ? .closing : .milestone, round: round)
    guard self.text == text else { return nil }
  }

  package var project: ProjectCode { self.complaint.project }

  package var text: String { "\(self.complaint)-\(self.kind == .milestone ? "M" : "C")\(self.round)" }
}
