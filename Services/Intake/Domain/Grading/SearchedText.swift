/// A text in which many words are looked for.
///
/// The standard library's `contains` walks the whole text, character by character, for each word; with some forty words a
/// complaint that was more than half of all that intake did. Here the text is taken apart once, and a word is compared only
/// where its first character stands. Two texts are alike as Swift's `String` has it: by canonical equivalence, whole characters.
struct SearchedText: Sendable {
  private let characters: [Character]
  private let places: [Character: [Int]]

  init(_ text: String) {
    self.characters = Array(text)
    var places: [Character: [Int]] = [:]
    for (place, character) in self.characters.enumerated() { places[character, default: []].append(place) }
    self.places = places
  }

  /// What `text.contains(word)` would say; no word stands everywhere.
  func contains(_ word: String) -> Bool {
    guard let first = word.first else { return true }
    return self.places[first]?.contains { self.characters[$0...].starts(with: word) } ?? false
  }
}
