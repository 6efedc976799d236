import IntakeDomain
import Messages
import TestSupport
import Testing

struct TriageWordTests {
  /// Marks that combine with what stands before them, joiners, letters in two forms: where a search by code points and one by
  /// characters part.
  private static let pieces = [
    "漏", "水", "漏水", "e", "é", "e\u{301}", "\u{301}", "\u{200D}", "👨", "👩", "🇨", "🇳", "가", "\u{1100}\u{1161}", "\r",
    "\n", " ",
    "，", "a", "A",
  ]

  @Test("R-029: a word of a rule is found where the standard library finds it, whatever the characters are")
  func wordsAsTheLibraryFindsThem() {
    var random = SeededGenerator()
    for _ in 0..<3000 {
      let (content, word) = (Self.text(upTo: 12, &random), Self.text(upTo: 3, &random))
      let rules = TriageRules(version: 1, rules: [TriageRule(name: "words", words: [word], grade: .major)])
      let found = rules.apply(to: Report.make(content: content)).grade == .major
      #expect(
        found == (word.isEmpty || content.firstRange(of: word) != nil),
        "\(content.debugDescription) \(word.debugDescription) \(random)")
    }
  }

  private static func text(upTo most: Int, _ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...most, using: &random)).compactMap { _ in self.pieces.randomElement(using: &random) }
      .joined()
  }
}
