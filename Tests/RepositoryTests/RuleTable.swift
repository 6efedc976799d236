import Foundation
import TestSupport

/// Which test shows which rule of the domain handbook, read from the names of the tests: `@Test("R-059: a third return …")`.
struct RuleTable {
  struct Rule {
    let number: String
    let chapter: String
    let title: String
    var tests: [(module: String, name: String)] = []
    var reasonLeftOut: String?
  }

  private(set) var rules: [Rule]

  /// From the sources as they lie on the disk and the two lists beside this file.
  init() throws {
    self.rules = try Self.lines("rules.tsv", columns: 3).map { Rule(number: $0[0], chapter: $0[1], title: $0[2]) }
    for line in try Self.lines("left-out.tsv", columns: 2) {
      guard let index = self.rules.firstIndex(where: { $0.number == line[0] }) else {
        throw TestSupportError("left-out.tsv names \(line[0]), which is no rule of rules.tsv")
      }
      self.rules[index].reasonLeftOut = line[1]
    }
    for (module, name) in try Self.testNames() {
      let cited = Set(Self.rules(citedBy: name))
      for index in self.rules.indices where cited.contains(self.rules[index].number) {
        self.rules[index].tests.append((module, name))
      }
    }
  }

  /// The rules before the colon of a test's name, which is about them; `R-002 to R-005` is four of them. A system of the
  /// handbook may stand before them: `S70, R-013: …`.
  static func rules(citedBy name: String) -> [String] {
    guard name.prefixMatch(of: /(S\d+, )*R-\d/) != nil, let colon = name.firstRange(of: ": ") else { return [] }
    let numbers = name[..<colon.lowerBound].matches(of: /R-(\d{3})(?: to R-(\d{3}))?/)
    return numbers.flatMap { match -> [String] in
      guard let first = Int(match.1), let last = match.2.map({ Int($0) }) ?? first, first <= last else { return [] }
      return (first...last).map { "R-" + String(repeating: "0", count: max(0, 3 - String($0).count)) + String($0) }
    }
  }

  var tested: [Rule] { self.rules.filter { !$0.tests.isEmpty } }
  var leftOut: [Rule] { self.rules.filter { $0.tests.isEmpty && $0.reasonLeftOut != nil } }
  var forgotten: [Rule] { self.rules.filter { $0.tests.isEmpty && $0.reasonLeftOut == nil } }
  /// Listed as left out and tested all the same: the list has not kept up.
  var contradictory: [Rule] { self.rules.filter { !$0.tests.isEmpty && $0.reasonLeftOut != nil } }

  /// The table for people: a rule, then its tests or why it has none.
  var text: String {
    self.rules.map { rule in
      let proofs =
        rule.tests.isEmpty
        ? ["    left out: \(rule.reasonLeftOut ?? "forgotten")"] : rule.tests.map { "    \($0.module): \($0.name)" }
      return (["\(rule.number) (\(rule.chapter)) \(rule.title)"] + proofs).joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  /// One line a chapter.
  var summary: String {
    var chapters: [String] = []
    for rule in self.rules where !chapters.contains(rule.chapter) { chapters.append(rule.chapter) }
    return chapters.map { chapter in
      let rules = self.rules.filter { $0.chapter == chapter }
      let tested = rules.filter { !$0.tests.isEmpty }
      let tests = Set(tested.flatMap(\.tests).map { "\($0.module) \($0.name)" }).count
      return "rules of \(chapter): \(rules.count), of which \(tested.count) shown by \(tests) tests and "
        + "\(rules.count - tested.count) left out"
    }.joined(separator: "\n")
  }

  private static func testNames() throws -> [(module: String, name: String)] {
    // Swift's own Regex takes a minute over the whole tree.
    let pattern = try NSRegularExpression(pattern: #"@Test\(\s*"((?:[^"\\]|\\.)*)""#)
    return try SourceTree.swiftFiles(under: ["Tests"]).flatMap { file in
      let text = file.lines.joined(separator: "\n")
      let module = String(file.path.split(separator: "/")[1])
      return pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
        Range(match.range(at: 1), in: text).map { (module, String(text[$0])) }
      }
    }
  }

  private static func lines(_ file: String, columns: Int) throws -> [[String]] {
    let url = TestEnvironment.projectDirectory.appending(path: "Tests/RepositoryTests/Rules/\(file)")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t").map(String.init)
      guard parts.count == columns else { throw TestSupportError("\(file): \(line)") }
      return parts
    }
  }
}
