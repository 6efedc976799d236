package import Foundation

/// What somebody did to a case, in his own words.
package struct CaseNote: Sendable, Equatable, Codable {
  package enum Action: String, Sendable, Codable, CaseIterable {
    case assignment, reply, handled
  }

  package let notedAt: Date
  package let action: Action
  package let person: String
  package let text: String?

  package init(notedAt: Date, action: Action, person: String, text: String?) {
    self.notedAt = notedAt
    self.action = action
    self.person = person
    self.text = text
  }

  /// The same person says the same again: a request that was repeated, whenever that was.
  package func repeats(_ standing: CaseNote) -> Bool {
    self.action == standing.action && self.person == standing.person && self.text == standing.text
  }
}
