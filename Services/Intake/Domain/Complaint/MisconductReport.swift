package import Foundation
package import Messages

/// What somebody reports about a breach by staff: read by the leading group alone, its sender protected.
package struct MisconductReport: Sendable, Equatable {
  package let source: String
  package let reference: String
  package let receivedAt: Date
  package let recordedAt: Date
  package let channel: Channel
  package let project: ProjectCode
  package let content: String
  /// Left out where the sender wants to stay unknown.
  package let reporter: Customer?

  package init(
    source: String, reference: String, receivedAt: Date, recordedAt: Date, channel: Channel, project: ProjectCode,
    content: String, reporter: Customer?
  ) {
    self.source = source
    self.reference = reference
    self.receivedAt = receivedAt
    self.recordedAt = recordedAt
    self.channel = channel
    self.project = project
    self.content = content
    self.reporter = reporter
  }

  /// What came by the ordinary door, as a complaint of that kind.
  package init(_ submission: Submission, recordedAt: Date) {
    let report = submission.report
    self.init(
      source: submission.source, reference: report.reference, receivedAt: report.receivedAt, recordedAt: recordedAt,
      channel: report.channel, project: report.unit.project, content: report.content, reporter: report.customer)
  }

  package var key: SenderReference { SenderReference(source: self.source, reference: self.reference) }
}
