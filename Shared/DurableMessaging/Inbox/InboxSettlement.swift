import FoundationEssentials
import Messages

/// What is written about a message in the transaction in which it was dealt with.
struct InboxSettlement: Sendable {
  enum State: String, Sendable {
    case processed, retrying, parked, quarantined
  }

  let id: InboxID
  let state: State
  var attempts = 0
  /// Only for `retrying`.
  var delay: Duration?
  /// The stored message; nil keeps what is stored already.
  var envelope: [UInt8]?
  var lastError: String?
  var faults: [Fault]?
}
