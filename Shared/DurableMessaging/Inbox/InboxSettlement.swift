package import Messages

/// What is written about a message in the transaction in which it was dealt with.
package struct InboxSettlement: Sendable {
  package enum State: String, Sendable {
    case processed, retrying, parked, quarantined
  }

  package let id: InboxID
  package let state: State
  package internal(set) var attempts = 0
  /// Only for `retrying`.
  package internal(set) var delay: Duration?
  /// The stored message; nil keeps what is stored already.
  package internal(set) var envelope: [UInt8]?
  package internal(set) var lastError: String?
  package internal(set) var faults: [Fault]?
}
