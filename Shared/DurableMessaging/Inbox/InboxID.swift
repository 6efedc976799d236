import FoundationEssentials

/// A message at one consumer.
struct InboxID: Sendable, Hashable {
  let consumer: String
  let messageID: UUID
}
