import Messages

/// Making and writing documents; what is read from outside is another matter.
extension JSONValue {
  static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(JSONObject(members: members.map { JSONObject.Member(name: $0, value: $1) }))
  }

  static func object(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// This schema of a property, with what the property means before the words that it may hold.
  func explained(_ name: String) -> JSONValue {
    guard let note = PropertyNotes[name], case .object(let object) = self else { return self }
    var (members, description) = (object.members, note)
    if let index = members.firstIndex(where: { $0.name == "description" }) {
      if case .string(let words) = members.remove(at: index).value { description += " \(words)" }
    }
    return .object(
      JSONObject(members: members + [JSONObject.Member(name: "description", value: .string(description))]))
  }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  static func integer(_ number: Int) -> JSONValue { .number(String(number)) }

  /// Indented by two blanks a level, for people and for `diff`.
  func text(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return Self.quoted(text)
    case .array(let elements):
      if elements.isEmpty { return "[]" }
      let lines = elements.map { inner + $0.text(indent: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .object(let object):
      if object.members.isEmpty { return "{}" }
      let lines = object.members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.text(indent: inner))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
