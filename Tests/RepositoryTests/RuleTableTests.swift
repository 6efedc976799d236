import Foundation
import TestSupport
import Testing

@Suite("Rule → test")
struct RuleTableTests {
  /// Writes the table to `.build/rules.txt`; deploy/check.sh prints its summary.
  @Test(
    "Every rule of the chapters calendar, intake, dispatch and privacy has a test that names it, or a reason why not")
  func everyRuleIsTestedOrListed() throws {
    let table = try RuleTable()
    try "\(table.summary)\n\n\(table.text)".write(
      to: TestEnvironment.projectDirectory.appending(path: ".build/rules.txt"), atomically: true, encoding: .utf8)
    print(table.text)
    print(table.summary)
    #expect(
      table.forgotten.isEmpty,
      "neither tested nor in left-out.tsv: \(table.forgotten.map(\.number).joined(separator: ", "))")
    #expect(Set(table.rules.map(\.number)).count == table.rules.count)
  }

  @Test("Rules are read from the part of a test's name before its colon")
  func citations() {
    #expect(RuleTable.rules(citedBy: "R-059: a third return goes to the leader") == ["R-059"])
    #expect(RuleTable.rules(citedBy: "R-002 to R-004, R-008: units (R-047)") == ["R-002", "R-003", "R-004", "R-008"])
    #expect(RuleTable.rules(citedBy: "S70, R-013: every post at every endpoint") == ["R-013"])
    #expect(RuleTable.rules(citedBy: "A pause changes nothing (R-002)") == [])
    #expect(RuleTable.rules(citedBy: "R-002 without a colon") == [])
  }
}
