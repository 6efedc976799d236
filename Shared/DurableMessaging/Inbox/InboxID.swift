package import FoundationEssentials

/// A message at one consumer.
package struct InboxID: Sendable, Hashable {
  package let consumer: String
  package let messageID: UUID

  package init(consumer: String, messageID: UUID) {
    self.consumer = consumer
    self.messageID = messageID
  }
}
