package import Messages

/// A complaint as somebody handed it in.
package struct Submission: Sendable {
  package let source: String
  package let report: ComplaintReported

  package init(source: String, report: ComplaintReported) {
    self.source = source
    self.report = report
  }

  /// What makes two submissions the same complaint.
  package var key: SenderReference { SenderReference(source: self.source, reference: self.report.reference) }
}
