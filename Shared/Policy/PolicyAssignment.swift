package import Messages
package import WorkCalendar

/// Which profile a company or one of its projects goes by, and from which day on.
package struct PolicyAssignment: Sendable, Hashable {
  package enum Scope: Sendable, Hashable {
    case company(String)
    case project(ProjectCode)
  }

  package let scope: Scope
  package let profile: String
  package let from: CalendarDay
  /// The first day on which it no longer holds; nil without end.
  package let until: CalendarDay?

  package init(_ scope: Scope, profile: String, from: CalendarDay, until: CalendarDay? = nil) {
    self.scope = scope
    self.profile = profile
    self.from = from
    self.until = until
  }

  package func holds(on day: CalendarDay) -> Bool {
    self.from <= day && self.until.map { day < $0 } ?? true
  }

  func overlaps(_ other: PolicyAssignment) -> Bool {
    self.scope == other.scope && self.from < (other.until ?? .last) && other.from < (self.until ?? .last)
  }

  /// Reads `assignments.json`: `{"assignments": [{"project": "CLX", "profile": "vanke", "from": "2026-01-01"}]}`.
  /// - Throws: everything that is wrong with it.
  package static func read(_ bytes: [UInt8], file: String) throws(Rejected) -> [PolicyAssignment] {
    var reader = PolicyReader(file: file)
    let document = try reader.document(bytes)
    let root = reader.object(document, at: "", allowed: ["assignments"])
    guard case .array(let elements)? = root?["assignments"] else {
      reader.note("assignments", .wrongType, "Must be a list.")
      throw Rejected(reader.faults)
    }
    let assignments = elements.enumerated().compactMap { reader.assignment($1, at: "assignments[\($0)]") }
    for (index, later) in assignments.enumerated() {
      for earlier in assignments.prefix(index) where earlier.overlaps(later) {
        reader.note(
          "assignments[\(index)]", .invalid,
          "Overlaps the one that holds from \(earlier.from); give that one an until.")
      }
    }
    guard reader.faults.isEmpty else { throw Rejected(reader.faults) }
    return assignments
  }
}

extension PolicyReader {
  fileprivate mutating func assignment(_ json: JSONValue, at path: String) -> PolicyAssignment? {
    let allowed: Set = ["company", "project", "profile", "from", "until"]
    guard let fields = self.object(json, at: path, allowed: allowed) else { return nil }
    let scope = self.scope(fields, at: path)
    let profile = self.text(fields["profile"], at: "\(path).profile", "a profile's name") { _ in true }
    let from = self.day(fields["from"], at: "\(path).from")
    let until = fields["until"] == nil ? nil : self.day(fields["until"], at: "\(path).until")
    if let from, let until, until <= from {
      self.note("\(path).until", .invalid, "Must be later than from.")
    }
    guard let scope, let profile, let from else { return nil }
    return PolicyAssignment(scope, profile: profile, from: from, until: until)
  }

  private mutating func scope(_ fields: [String: JSONValue], at path: String) -> PolicyAssignment.Scope? {
    switch (fields["company"], fields["project"]) {
    case (let company?, nil):
      return self.text(company, at: "\(path).company", "a company's name") { _ in true }.map { .company($0) }
    case (nil, let project?):
      let code = self.text(project, at: "\(path).project", "a project code as CLX") { ProjectCode($0) != nil }
      return code.flatMap { ProjectCode($0) }.map { .project($0) }
    default:
      self.note(path, .invalid, "Names either a company or a project.")
      return nil
    }
  }
}
