package import FoundationEssentials

/// A message about projects and homes could not be taken; every fault is named. The original waits in intake's
/// quarantine.
package struct PropertyRejected: Message {
  package static let type = "property.rejected.v1"
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
    PropertyRejected(
      source: "/pms", reference: "UNIT-77", messageID: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01",
      faults: [Fault("unit.project", .unknownProject, "No project with this code is registered.")],
      rejectedAt: Sample.time),
    PropertyRejected(
      messageID: "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01",
      faults: [Fault("unit.project", .unknownProject, "No project with this code is registered.")],
      rejectedAt: Sample.time),
  ]
}
