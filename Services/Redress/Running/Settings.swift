import FoundationEssentials

/// What the tool needs to know, from options or from the environment; all that is missing is told at once.
struct Settings: Sendable {
  let environment: [String: String]

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  /// One thing to know: the variable it stands in, and the option that goes before it.
  struct Key: Sendable {
    let variable: String
    let option: String
    let meaning: String

    static let database = Key(
      variable: "AUDITOR_DATABASE_URL", option: "--database-url",
      meaning: "postgres:// address of the database, for the role auditor")
  }

  /// - Parameter given: what the options say, in the order of `keys`; nil where they say nothing.
  /// - Throws: `Failure` that names every key without a value.
  func values(_ keys: [Key], given: [String?]) throws(Failure) -> [String] {
    let found = zip(keys, given).map { key, option in option ?? self.environment[key.variable] ?? "" }
    let missing = zip(keys, found).filter { $0.1.isEmpty }.map(\.0)
    guard missing.isEmpty else {
      let lines = missing.map { "  \($0.variable) or \($0.option): \($0.meaning)" }
      throw Failure(
        "Not known:\n" + lines.joined(separator: "\n"),
        advice: "Give the option or set the variable; deploy/dev/start.sh writes them all to .dev/env.")
    }
    return found
  }
}
