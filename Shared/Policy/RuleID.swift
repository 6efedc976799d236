/// The number of a rule in the domain handbook, written `R-054`: the key of a policy value and the reason for it.
///
/// A rule that sets several limits names each further one by a step: `R-072.decision` beside `R-072`.
package struct RuleID: Sendable, Hashable {
  /// 1 to 999.
  package let number: Int
  /// Lower-case words joined by hyphens; nil for the first or only limit of the rule.
  package let step: String?

  /// Reads `R-054` or `R-072.decision`: three digits, not 000. Throws `invalidRuleID`.
  package init(_ text: String) throws(PolicyError) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].utf8.dropFirst(2)
    guard text.hasPrefix("R-"), digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(parts[0].dropFirst(2)), number > 0, parts.count == 1 || Self.isStep(parts[1])
    else { throw PolicyError(.invalidRuleID, value: text) }
    self.number = number
    self.step = parts.count == 1 ? nil : String(parts[1])
  }

  /// For the rules that this module names itself, unchecked.
  init(trusted number: Int, _ step: String? = nil) {
    self.number = number
    self.step = step
  }

  /// The key as policy files write it: `R-054`, `R-072.decision`.
  package var key: String { self.description + (self.step.map { "." + $0 } ?? "") }

  private static func isStep(_ text: Substring) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty && word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
  }
}

extension RuleID: CustomStringConvertible {
  /// The rule as people cite it, `R-054`, without the step.
  package var description: String {
    let digits = String(self.number)
    return "R-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension RuleID: Comparable {
  package static func < (left: RuleID, right: RuleID) -> Bool {
    (left.number, left.step ?? "") < (right.number, right.step ?? "")
  }
}

extension RuleID: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(String(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    try self.key.encode(to: encoder)
  }
}
