import Foundation

/// What a test's message asks the tally to do.
struct TallyCommand: Codable, Sendable {
  enum Kind: String, Codable {
    /// Counts one, leaves a mark with the reference, and publishes the total.
    case count
    /// Counts, and is refused after that.
    case refuse
    /// Counts once the gate of this name is open.
    case countBehindGate
    /// Counts, and publishes an event that is too large.
    case overflow
    case setDeadline, cancelDeadline
  }

  var kind: Kind
  var reference: String
  var dueAt: Double?
}
