package import Foundation
package import Messages

/// A complaint that is not complete yet: kept, but neither numbered nor registered.
package struct Draft: Sendable, Equatable {
  package let id: DraftID
  /// What has been said so far, as it was written; an empty object once it is registered.
  package let body: [UInt8]
  package let author: Author
  package let savedAt: Date
  /// Counts how often it was saved.
  package let version: Int64
  /// What it became when it was submitted.
  package let complaint: ComplaintNumber?

  /// The `source` of what was a draft; its reference is the draft's identifier.
  package static let source = "/drafts"

  package init(
    id: DraftID, body: [UInt8], author: Author, savedAt: Date, version: Int64, complaint: ComplaintNumber? = nil
  ) {
    self.id = id
    self.body = body
    self.author = author
    self.savedAt = savedAt
    self.version = version
    self.complaint = complaint
  }

  /// Everything that still has to be said or corrected before it can be registered.
  package var faults: [Fault] {
    do throws(Rejected) {
      _ = try self.submission()
      return []
    } catch {
      return error.faults
    }
  }

  /// Drafts are read by all of customer service; a report of misconduct is not.
  package var isMisconductReport: Bool {
    guard case .object(let object)? = try? JSONValue(self.body) else { return false }
    return object.members.contains {
      $0.name == "kind" && $0.value == .string(ComplaintKind.staffMisconduct.rawValue)
    }
  }

  /// What it names as the project, spelled right or not: one, unless its recorder has repeated it or left it out.
  package var projects: [String] { self.members("project", of: "unit").compactMap(\.value.words) }

  /// The customer's, as it is written so far.
  package var telephone: String? { self.members("telephone", of: "customer").compactMap(\.value.words).first }

  /// The body with another telephone of the customer; all else stays as it was written.
  /// - Parameter telephone: says what stands in its place; nil leaves it as it is.
  package func content(telephone: (String) -> String?) -> [UInt8] {
    var content = self.body
    // From the end, so that what comes before keeps its place.
    for member in self.members("telephone", of: "customer").reversed() {
      guard let written = member.value.words, let other = telephone(written) else { continue }
      var writer = JSONWriter()
      writer.string(other)
      content.replaceSubrange(member.range, with: writer.bytes)
    }
    return content
  }

  private func members(_ name: String, of outer: String) -> [JSONObject.Member] {
    guard case .object(let object)? = try? JSONValue(self.body) else { return [] }
    var found: [JSONObject.Member] = []
    for member in object.members(named: outer) {
      if case .object(let inner) = member.value { found += inner.members(named: name) }
    }
    return found
  }

  /// - Throws: everything that is missing or wrong.
  package func submission() throws(Rejected) -> Submission {
    guard case .object(let object) = try JSONValue(self.body) else {
      throw Rejected("", .wrongType, "A draft is an object.")
    }
    // The draft's identifier is its reference, whatever the recorder has written there.
    let reference = JSONObject.Member(name: "reference", value: .string(self.id.text))
    let members = object.members.filter { $0.name != "reference" } + [reference]
    let report = try ComplaintReported.read(.object(JSONObject(members: members)))
    return Submission(source: Self.source, report: report)
  }
}

extension JSONValue {
  /// Text and digits as they were written; nothing of what holds other values, nil where nothing is said.
  fileprivate var words: String? {
    switch self {
    case .null: nil
    case .string(let text): text
    case .number(let digits): digits
    case .boolean, .array, .object: ""
    }
  }
}

/// The identifier of a draft: `D-` and a UUID.
package struct DraftID: Identifier {
  package static let pattern = "^D-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
  package static let example = "D-0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01"

  package let text: String

  package init(_ uuid: UUID) {
    self.text = "D-\(uuid.uuidString.lowercased())"
  }

  package init?(_ text: String) {
    guard text.hasPrefix("D-"), let uuid = UUID(uuidString: String(text.dropFirst(2))) else { return nil }
    self.init(uuid)
    guard self.text == text else { return nil }
  }
}
