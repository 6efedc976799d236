package import Messages
import WorkCalendar

/// A profile as its file says it: one version of one company's values, `cohl-1.json`.
///
/// Every value stands beside where it comes from (`source`), so that whoever wants to change one sees whether a manual
/// demands it or the handbook has assumed it.
package struct PolicyFile: Sendable {
  package let name: String
  package let profile: PolicyProfile

  /// - Throws: everything that is wrong with the file, each with `file: path`.
  package init(name: String, _ bytes: [UInt8]) throws(Rejected) {
    var reader = PolicyReader(file: name)
    guard let profile = reader.profile(try reader.document(bytes)), reader.faults.isEmpty else {
      throw Rejected(reader.faults)
    }
    self.name = name
    self.profile = profile
  }
}

extension PolicyReader {
  private static let members: Set<String> = [
    "profile", "version", "name", "from", "switches", "commissionNumberPrefix", "satisfiedFromScore", "limits",
  ]

  fileprivate mutating func profile(_ json: JSONValue) -> PolicyProfile? {
    guard let fields = self.object(json, at: "", allowed: Self.members) else { return nil }
    let name = self.text(fields["profile"], at: "profile", "a name of a-z, 0-9 and hyphens") { text in
      text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-")
      }
    }
    let version = self.integer(fields["version"], at: "version", 1...9999)
    let title = self.title(fields["name"])
    let from = self.day(fields["from"], at: "from")
    let switches = self.switches(fields["switches"])
    let prefix = self.text(fields["commissionNumberPrefix"], at: "commissionNumberPrefix", "2 to 10 letters A-Z") {
      (2...10).contains($0.utf8.count) && $0.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
    let satisfied = self.integer(fields["satisfiedFromScore"], at: "satisfiedFromScore", 1...5)
    let (limits, graded) = self.limits(fields["limits"])
    guard let name, let version, let title, let from, let prefix, let satisfied else { return nil }
    if self.file != "\(name)-\(version).json" {
      self.note("", .invalid, "The file of this version is called \(name)-\(version).json.")
    }
    return PolicyProfile(
      name: name, version: version, title: title, from: from, limits: limits, gradedLimits: graded, switches: switches,
      commissionNumberPrefix: prefix, satisfiedFromScore: satisfied)
  }

  private mutating func title(_ json: JSONValue?) -> TermName? {
    guard let names = self.object(json, at: "name", allowed: ["chinese", "english"]) else { return nil }
    let chinese = self.text(names["chinese"], at: "name.chinese", "a name") { !$0.isEmpty }
    let english = self.text(names["english"], at: "name.english", "a name") { !$0.isEmpty }
    guard let chinese, let english else { return nil }
    return TermName(chinese, english)
  }

  private mutating func switches(_ json: JSONValue?) -> Set<PolicySwitch> {
    guard case .array(let elements)? = json else {
      self.note("switches", .wrongType, "Must be a list, empty where the company works the default way.")
      return []
    }
    var switches: Set<PolicySwitch> = []
    for (index, element) in elements.enumerated() {
      guard case .string(let word) = element, let known = PolicySwitch(rawValue: word) else {
        let words = PolicySwitch.allCases.map(\.rawValue).joined(separator: ", ")
        self.note("switches[\(index)]", .unknownValue, "Must be one of: \(words).")
        continue
      }
      switches.insert(known)
    }
    return switches
  }

  private mutating func limits(
    _ json: JSONValue?
  ) -> (limits: [RuleID: Limit], graded: [RuleID: [Grade: Limit]]) {
    var limits: [RuleID: Limit] = [:]
    var graded: [RuleID: [Grade: Limit]] = [:]
    for (key, value) in self.members(json, at: "limits") {
      let path = "limits.\(key)"
      guard let rule = try? RuleID(key), RuleID.known.contains(rule) else {
        self.note(path, .unknownValue, "No limit of this release goes by this rule.")
        continue
      }
      let fields = self.members(value, at: path)
      let hasGrades = fields.contains { $0.name == "grades" }
      let own = fields.filter { $0.name != "grades" }
      if !own.isEmpty || !hasGrades { limits[rule] = self.limit(own, at: path) }
      for (grade, value) in self.members(
        fields.first { $0.name == "grades" }?.value, at: "\(path).grades", isOptional: true)
      {
        guard Grade(grade).isKnown else {
          let words = Grade.known.map(\.rawValue).joined(separator: ", ")
          self.note("\(path).grades.\(grade)", .unknownValue, "Must be one of: \(words).")
          continue
        }
        let path = "\(path).grades.\(grade)"
        if let limit = self.limit(self.members(value, at: path), at: path) {
          graded[rule, default: [:]][Grade(grade)] = limit
        }
      }
    }
    return (limits, graded)
  }

  /// One unit with its amount, and where it comes from.
  private mutating func limit(_ fields: [(name: String, value: JSONValue)], at path: String) -> Limit? {
    _ = self.text(
      fields.first { $0.name == "source" }?.value, at: "\(path).source", "words: where the value comes from"
    ) {
      !$0.isEmpty
    }
    let values = fields.filter { $0.name != "source" }
    guard let value = values.first, values.count == 1, let unit = Limit.Unit(rawValue: value.name) else {
      let units = Limit.Unit.allCases.map(\.rawValue).joined(separator: ", ")
      self.note(path, .invalid, "Names exactly one unit, of: \(units).")
      return nil
    }
    guard let amount = self.integer(value.value, at: "\(path).\(unit.rawValue)", Limit.amounts) else { return nil }
    return Limit(trusted: amount, unit)
  }
}
