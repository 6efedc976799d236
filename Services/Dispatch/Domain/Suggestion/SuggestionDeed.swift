package import Foundation
package import Messages

/// What people do to a suggestion.
package enum SuggestionDeed: Sendable, Equatable {
  /// The customer is told that somebody sees to it.
  case reply(String)
  /// Departments are asked; more may be asked later.
  case consult([ResponsibleUnit], question: String)
  /// A department answers in writing.
  case opinion(of: ResponsibleUnit, consents: Bool, text: String)
  case decline(reason: String)
  case start(dueAt: Date)
  /// The customer is told the outcome.
  case answer(String)
  case close
  /// It shows dissatisfaction: a complaint, registered under a number of its own, takes its place.
  case convert(to: ComplaintNumber, reason: String)
}
