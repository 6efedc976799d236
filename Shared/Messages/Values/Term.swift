/// What people call a term.
package struct TermName: Sendable, Hashable {
  package let chinese: String
  package let english: String

  package init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }
}

/// A word of the domain that travels as a string.
///
/// The set is open: a reader keeps a word that a newer writer uses. Input from outside is held to `known`.
package protocol Term: RawRepresentable<String>, Codable, Sendable, Hashable {
  init(rawValue: String)

  /// Every word of this version with its names on forms and screens.
  static var names: [Self: TermName] { get }
}

extension Term {
  package init(_ word: String) {
    self.init(rawValue: word)
  }

  package var isKnown: Bool { Self.names[self] != nil }

  /// The names of a word that this version does not know are the word itself.
  package var name: TermName { Self.names[self] ?? TermName(self.rawValue, self.rawValue) }

  /// The words of this version in alphabetical order.
  package static var known: [Self] { Self.names.keys.sorted { $0.rawValue < $1.rawValue } }
}
