/// The number of a rule in the domain handbook, written `R-054`: the key of a policy value and the reason for it.
package struct RuleID: Sendable, Hashable, Comparable {
  /// 1 to 999.
  package let number: Int

  /// Reads `R-054`: three digits, not 000. Throws `invalidRuleID`.
  package init(_ text: String) throws(PolicyError) {
    let digits = text.utf8.dropFirst(2)
    guard text.hasPrefix("R-"), digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text.dropFirst(2)), number > 0
    else { throw PolicyError(.invalidRuleID, value: text) }
    self.number = number
  }

  /// For the rules that this module names itself, unchecked.
  init(trusted number: Int) {
    self.number = number
  }

  package static func < (left: RuleID, right: RuleID) -> Bool { left.number < right.number }
}

extension RuleID: CustomStringConvertible {
  /// The identifier as `R-054`.
  package var description: String {
    let digits = String(self.number)
    return "R-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension RuleID: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(String(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    try self.description.encode(to: encoder)
  }
}
