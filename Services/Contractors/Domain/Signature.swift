package import Foundation

/// The owner has signed the form.
package struct Signature: Sendable, Equatable {
  /// What the owner wrote beside it.
  package let opinion: String?
  package let signedAt: Date

  package init(opinion: String?, signedAt: Date) {
    self.opinion = opinion
    self.signedAt = signedAt
  }
}
