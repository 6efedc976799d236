import Messages
import Presentation

/// What a verification has come to.
struct Report: Sendable, Encodable {
  let findings: [Finding]
  let counts: Counts
  /// Empty where the audit was left out.
  var audit: [AuditCount] = []
  let looks: Int
  let invariants: [Invariant]

  var isClean: Bool { self.findings.isEmpty }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(self.isClean ? "clean" : "findings", forKey: .verdict)
    try container.encode(self.findings, forKey: .findings)
    try container.encode(self.counts, forKey: .counted)
    try container.encode(self.audit, forKey: .audit)
    try container.encode(self.looks, forKey: .looks)
    try container.encode(self.invariants.map(\.rawValue), forKey: .invariants)
  }

  private enum Key: String, CodingKey {
    case verdict, findings, counted, audit, looks, invariants
  }

  /// - Parameter limit: how many findings of one invariant are shown; the rest is only counted.
  func text(limit: Int) -> String {
    guard !self.isClean else {
      let rest = self.invariants.contains(.deadLetters) ? "" : "; nobody has looked for dead letters (--broker-url)"
      return "clean: \(self.invariants.count) invariants hold over \(self.counted)\(rest)"
    }
    var table = TextTable([("INVARIANT 不变量", .leading), ("SUBJECT 对象", .leading), ("FOUND 发现", .leading)])
    for invariant in self.invariants {
      let findings = self.findings.filter { $0.invariant == invariant }
      let name = "\(invariant.rawValue) \(invariant.name.chinese)"
      for finding in findings.prefix(limit) { table.add([name, finding.subject, finding.found]) }
      if findings.count > limit { table.add([name, "…", "and \(findings.count - limit) more; --limit shows more"]) }
    }
    let count = self.findings.count == 1 ? "1 finding" : "\(self.findings.count) findings"
    return "\(table.text)\n\n\(count) over \(self.counted)"
  }

  private var counted: String {
    guard !self.audit.isEmpty else { return self.counts.text }
    return "\(self.counts.text), \(self.audit.map(\.sealed).reduce(0, +)) sealed entries of the audit"
  }
}
