import DurableMessaging
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
    /// Publishes an event and records nothing.
    case announce
  }

  var kind: Kind
  var reference: String
  var dueAt: Double?
  /// Why the person who is `personID` counts.
  var reason: String?
  var personID: String?

  var person: AuditPerson? {
    self.personID.map { AuditPerson(id: $0, name: "李伟", posts: ["cs-representative", "any-employee"]) }
  }
}
