package import Foundation
package import Messages

/// Why the contractor has to go back.
package struct Rework: Sendable, Equatable {
  package let cause: ReworkCause
  /// In the words of whoever sent him back; a dissatisfied callback gives none.
  package let reason: String?
  /// Staff account of whoever did not accept the work; the owner has none.
  package let by: String?
  package let orderedAt: Date

  package init(cause: ReworkCause, reason: String?, by: String?, orderedAt: Date) {
    self.cause = cause
    self.reason = reason
    self.by = by
    self.orderedAt = orderedAt
  }
}
