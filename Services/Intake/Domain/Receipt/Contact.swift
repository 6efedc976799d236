package import Messages

/// Several problems that a customer names in one contact: a complaint each, linked to each other.
package struct Contact: Sendable {
  package let submissions: [Submission]

  /// More are not taken down in one conversation.
  package static let mostProblems = 10

  /// - Parameter reports: the problems in their order; they share the contact's reference and get `/1`, `/2`, … behind it.
  package init(source: String, reference: String, reports: [ComplaintReported]) {
    self.submissions = reports.enumerated().map { index, report in
      Submission(source: source, report: report.renamed("\(reference)/\(index + 1)"))
    }
  }
}

extension ComplaintReported {
  fileprivate func renamed(_ reference: String) -> ComplaintReported {
    ComplaintReported(
      reference: reference, receivedAt: self.receivedAt, channel: self.channel, kind: self.kind,
      customer: self.customer, unit: self.unit, buildingPart: self.buildingPart, content: self.content,
      accessTimes: self.accessTimes, gradeHint: self.gradeHint, categoryHint: self.categoryHint, subpart: self.subpart,
      complainants: self.complainants, receipt: self.receipt)
  }
}
