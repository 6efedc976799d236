package import Foundation

/// The developer finds the work good.
package struct Acceptance: Sendable, Equatable {
  /// Staff account of the supervisor.
  package let by: String
  package let acceptedAt: Date

  package init(by: String, acceptedAt: Date) {
    self.by = by
    self.acceptedAt = acceptedAt
  }
}
