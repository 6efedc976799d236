package import Messages

/// A complaint as somebody handed it in.
package struct Submission: Sendable {
  /// What makes two submissions the same complaint, whatever the messages are that carry them.
  package struct Key: Sendable, Hashable {
    package let source: String
    package let reference: String

    package init(source: String, reference: String) {
      self.source = source
      self.reference = reference
    }
  }

  package let source: String
  package let report: ComplaintReported

  package init(source: String, report: ComplaintReported) {
    self.source = source
    self.report = report
  }

  package var key: Key { Key(source: self.source, reference: self.report.reference) }
}
