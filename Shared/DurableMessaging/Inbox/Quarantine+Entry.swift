package import FoundationEssentials
package import Messages

extension Quarantine {
  /// A message in quarantine, without its contents: they may hold personal data.
  package struct Entry: Codable, Sendable, Equatable {
    /// Names it here, and orders the list: the number of its arrival.
    package let id: Int64
    package let queue: String
    /// The key under which the inbox and the log know it, in lower case.
    package let messageID: String
    package let subject: String
    /// `quarantined`, or what became of it since.
    package let state: String
    package let attempts: Int
    /// How often its sender sent it again.
    package let repeats: Int
    /// A code.
    package let lastError: String?
    package let faults: [Fault]
    package let receivedAt: Date
    package internal(set) var origin: Origin
    /// Of the stored message, headers included.
    package let bytes: Int
  }

  /// Where a message came from, as far as it says so itself. Only `user` is vouched for by the broker.
  package struct Origin: Codable, Sendable, Equatable {
    /// The broker user who sent it; nil when the message names none.
    package let user: String?
    /// Of the event, as it claims.
    package let source: String?
    package let type: String?
    package let exchange: String
    package let routingKey: String
  }

  /// What somebody did with a message.
  package struct Note: Codable, Sendable, Equatable {
    /// `read`, `replay` or `discard`.
    package let action: String
    package let person: String
    package let reason: String?
    /// The code for which the message lay in quarantine then.
    package let lastError: String?
    package let notedAt: Date
  }

  /// All that is known of one message, without the customer's words.
  package struct Message: Codable, Sendable, Equatable {
    package let entry: Entry
    /// AMQP properties and headers by name. Values that are no words for machines are described.
    package let properties: [String: String]
    package let body: BodyOutline
    package internal(set) var notes: [Note]
  }
}
