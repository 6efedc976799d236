import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// A version of the rules of grading with its history.
struct TriageRuleSet: Sendable {
  let rules: TriageRules
  let proposedAt: Date
  let author: Author
  let activatedAt: Date?
  let isActive: Bool
}

enum TriageColumns {
  /// - Throws: `decoding` when the column holds no rules.
  static func rules(_ json: JSONB) throws(PostgresError) -> [TriageRule] {
    do {
      let list = try JSONValue(json.bytes)
      return try TriageRules.read(.object(JSONObject(members: [.init(name: "rules", value: list)])))
    } catch {
      throw PostgresError(.decoding, detail: "a set of rules holds something else")
    }
  }

  static func json(_ rules: [TriageRule]) -> JSONB {
    var writer = JSONWriter()
    writer.beginArray()
    for rule in rules { Self.write(rule, into: &writer) }
    writer.endArray()
    return JSONB(writer.bytes)
  }

  private static func write(_ rule: TriageRule, into writer: inout JSONWriter) {
    func list(_ name: String, _ texts: [String]) {
      guard !texts.isEmpty else { return }
      writer.name(name)
      writer.beginArray()
      for text in texts { writer.string(text) }
      writer.endArray()
    }
    writer.beginObject()
    writer.name("name")
    writer.string(rule.name)
    list("parts", rule.parts.map(\.rawValue).sorted())
    list("subparts", rule.subparts.map(\.rawValue).sorted())
    list("kinds", rule.kinds.map(\.rawValue).sorted())
    list("channels", rule.channels.map(\.rawValue).sorted())
    list("words", rule.words)
    if let grade = rule.grade {
      writer.name("grade")
      writer.string(grade.rawValue)
    }
    if let category = rule.category {
      writer.name("category")
      writer.string(category.rawValue)
    }
    writer.endObject()
  }
}

/// Every version, the newest first; there are tens.
struct ListTriageRules: PreparedStatement {
  static let sql = """
    SELECT version, rules, proposed_at, account, post, activated_at, is_active
    FROM triage_rule_set ORDER BY version DESC
    """

  static func decode(_ row: Row) throws(PostgresError) -> TriageRuleSet {
    var columns = row.columns()
    let version = Int(try columns.next(Int32.self))
    return TriageRuleSet(
      rules: TriageRules(version: version, rules: try TriageColumns.rules(columns.next())),
      proposedAt: try columns.next(), author: Author(account: try columns.next(), post: try columns.next()),
      activatedAt: try columns.next(), isActive: try columns.next())
  }
}

/// Locks the versions, so that two proposals get two numbers.
struct LockTriageVersions: PreparedStatement {
  static let sql = "SELECT version FROM triage_rule_set ORDER BY version FOR UPDATE"

  static func decode(_ row: Row) throws(PostgresError) -> Int {
    var columns = row.columns()
    return Int(try columns.next(Int32.self))
  }
}

struct InsertTriageRules: PreparedStatement {
  static let sql = """
    INSERT INTO triage_rule_set (version, rules, proposed_at, account, post) VALUES ($1, $2, $3, $4, $5)
    """
  let rules: TriageRules
  let author: Author
  let proposedAt: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(Int32(self.rules.version))
    bindings.append(TriageColumns.json(self.rules.rules))
    bindings.append(self.proposedAt)
    bindings.append(self.author.account)
    bindings.append(self.author.post)
  }
}

/// Takes the version out of force that is in it; `ActivateTriageRules` comes after.
struct RetireTriageRules: PreparedStatement {
  static let sql = "UPDATE triage_rule_set SET is_active = false WHERE is_active"
}

struct ActivateTriageRules: PreparedStatement {
  static let sql = "UPDATE triage_rule_set SET is_active = true, activated_at = $2 WHERE version = $1"
  let version: Int
  let activatedAt: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(Int32(self.version))
    bindings.append(self.activatedAt)
  }
}

/// The complaints of a project that were received last, for trying rules on them.
struct LastComplaints: PreparedStatement {
  static let sql = """
    SELECT \(ComplaintColumns.list) FROM complaint
    WHERE project = $1 ORDER BY received_at DESC LIMIT $2
    """
  let project: ProjectCode
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.project.text)
    bindings.append(Int32(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    try ComplaintColumns.decode(row)
  }
}
