import Messages

/// What a body is made of, without what people have written into it: every field with its place, its value where
/// it is a word for machines, its kind and length where it is not.
package struct BodyOutline: Codable, Sendable, Equatable {
  package struct Field: Codable, Sendable, Equatable {
    package let path: String
    package let value: String
  }

  package let bytes: Int
  /// `JSON`, `text`, `bytes`, or `deleted` for a message that has been handled or given up.
  package let form: String
  /// The first `mostFields` of them, in the sender's order.
  package let fields: [Field]

  static let mostFields = 100
  /// A body beyond this is not taken apart.
  private static let mostBytes = 1 << 20

  /// - Parameter body: nil when it is no longer there.
  init(_ body: [UInt8]?) {
    self.bytes = body?.count ?? 0
    guard let body else {
      self.form = "deleted"
      self.fields = []
      return
    }
    if body.count <= Self.mostBytes, let json = try? JSONValue(body) {
      var fields: [Field] = []
      Self.add(json, at: "", to: &fields)
      self.form = "JSON"
      self.fields = fields
    } else {
      self.form = String(validating: body, as: UTF8.self) == nil ? "bytes" : "text"
      self.fields = []
    }
  }

  private static func add(_ value: JSONValue, at path: String, to fields: inout [Field]) {
    guard fields.count < Self.mostFields else { return }
    switch value {
    case .object(let object):
      for member in object.members {
        // A name, too, is whatever the sender wrote.
        let name = Self.shown(member.name, of: "type")
        Self.add(member.value, at: path.isEmpty ? name : "\(path).\(name)", to: &fields)
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() { Self.add(element, at: "\(path)[\(index)]", to: &fields) }
    case .string(let text): fields.append(Field(path: path, value: Self.shown(text, of: Self.name(path))))
    case .number(let digits): fields.append(Field(path: path, value: Self.shown(digits, of: Self.name(path))))
    case .boolean(let flag): fields.append(Field(path: path, value: "\(flag)"))
    case .null: fields.append(Field(path: path, value: "null"))
    }
  }

  private static func name(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? ""
  }

  /// The text itself where `name` is one that the contract gives to words, numbers and times, and the text looks like
  /// one of these; what only looks like a name or a telephone is never shown.
  static func shown(_ text: String, of name: String) -> String {
    let bare = name.split(separator: "_").last?.split(separator: ":").last.map { $0.lowercased() } ?? ""
    let isWord =
      !text.isEmpty && text.utf8.count <= 80
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: Array("-_.:/+;= ".utf8).contains(byte)
        }
      }
    let digits = text.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let looksLikeTelephone = digits >= 7 && digits + 4 >= text.utf8.count
    guard Self.wordsForMachines.contains(bare), isWord, !looksLikeTelephone || Self.isTime(text) else {
      return "(\(text.unicodeScalars.count) characters)"
    }
    return text
  }

  private static func isTime(_ text: String) -> Bool { RFC3339.date(from: text) != nil }

  /// Last parts of names in lower case: CloudEvents attributes, AMQP properties, and fields of the contract that hold
  /// words, numbers and times.
  private static let wordsForMachines: Set<String> = [
    "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "aggregateversion",
    "correlationid", "causationid", "traceparent", "contenttype", "messageid", "timestamp", "userid", "appid",
    "reference", "receivedat", "channel", "kind", "project", "buildingpart", "gradehint", "categoryhint", "commission",
    "completedat", "complaint", "round", "order", "contractor", "trade", "registeredat", "outcome", "closedat",
  ]
}
