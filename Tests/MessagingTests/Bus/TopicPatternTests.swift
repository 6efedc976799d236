import Messaging
import Testing

struct TopicPatternTests {
  @Test(arguments: [
    ("a.b", "a.b", true), ("a.b", "a.c", false), ("a.b", "a", false), ("a", "a.b", false), ("", "", true),
    ("", "a", false),
    ("*", "a", true), ("*", "", false), ("*", "a.b", false), ("a.*.c", "a.b.c", true), ("a.*.c", "a.c", false),
    ("#", "", true), ("#", "a", true), ("#", "a.b.c", true), ("a.#", "a", true), ("a.#", "a.b.c", true),
    ("a.#", "b", false), ("#.c", "a.b.c", true), ("#.c", "c", true), ("#.c", "a.b", false), ("a.#.c", "a.c", true),
    ("a.#.c", "a.b.b.c", true), ("a.#.c", "a.b", false), ("#.*", "", false), ("#.*", "a", true), ("*.#.*", "a", false),
    ("*.#.*", "a.b", true), ("#.#", "", true), ("a..b", "a..b", true), ("a.*.b", "a..b", true),
  ])
  func matchesWordByWord(pattern: String, key: String, isMatch: Bool) {
    #expect(TopicPattern(pattern).matches(key) == isMatch)
  }

  @Test func takesNoLongerForManyHashes() {
    let pattern = TopicPattern(Array(repeating: "#.a", count: 60).joined(separator: "."))
    #expect(!pattern.matches(Array(repeating: "a", count: 59).joined(separator: ".")))
    #expect(pattern.matches(Array(repeating: "a", count: 200).joined(separator: ".")))
  }
}
