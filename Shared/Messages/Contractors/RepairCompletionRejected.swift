package import FoundationEssentials

/// A completion could not be taken; every fault is named. The original waits in the quarantine of contractors.
package struct RepairCompletionRejected: Message {
  package static let type = "repair.completion-rejected.v1"
  package var subject: String { self.reference ?? self.messageID }

  /// The sender, as far as it could be read.
  package let source: String?
  /// The sender's own number, as far as it could be read.
  package let reference: String?
  /// The `id` of the refused CloudEvent; where it had none, the AMQP `message_id` or the inbox key.
  package let messageID: String
  package let faults: [Fault]
  package let rejectedAt: Date

  package init(
    source: String? = nil, reference: String? = nil, messageID: String, faults: [Fault], rejectedAt: Date
  ) {
    self.source = source
    self.reference = reference
    self.messageID = messageID
    self.faults = faults
    self.rejectedAt = rejectedAt
  }

  package static let samples = [
    RepairCompletionRejected(
      source: "/contractor-1", reference: "WX-88", messageID: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01",
      faults: [Fault("unit.project", .unknownProject, "No project with this code is registered.")],
      rejectedAt: Sample.time),
    RepairCompletionRejected(
      messageID: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01",
      faults: [Fault("unit.project", .unknownProject, "No project with this code is registered.")],
      rejectedAt: Sample.time),
  ]
}
