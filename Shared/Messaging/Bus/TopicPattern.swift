/// A pattern of routing keys: words with dots between them, `*` for exactly one word, `#` for any number, also none.
package struct TopicPattern: Sendable, Hashable, CustomStringConvertible {
  private let words: [Substring]

  package init(_ pattern: String) {
    self.words = Self.words(of: pattern)
  }

  package var description: String { self.words.joined(separator: ".") }

  package func matches(_ routingKey: String) -> Bool {
    // For each word of the key, how many words of the pattern can have been used up: linear where backtracking over
    // several `#` would be exponential.
    var reached = self.passingHashes([0])
    for word in Self.words(of: routingKey) {
      var next: Set<Int> = []
      for index in reached where index < self.words.count {
        if self.words[index] == "#" { next.insert(index) }
        if self.words[index] == "*" || self.words[index] == word { next.insert(index + 1) }
      }
      reached = self.passingHashes(next)
    }
    return reached.contains(self.words.count)
  }

  /// A `#` may stand for nothing.
  private func passingHashes(_ positions: Set<Int>) -> Set<Int> {
    var reached = positions
    for index in self.words.indices where reached.contains(index) && self.words[index] == "#" {
      reached.insert(index + 1)
    }
    return reached
  }

  private static func words(of text: String) -> [Substring] {
    text.isEmpty ? [] : text.split(separator: ".", omittingEmptySubsequences: false)
  }
}
