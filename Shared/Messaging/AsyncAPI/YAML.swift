import Messages

/// A YAML document, as far as an AsyncAPI file needs it; members keep their order.
indirect enum YAML: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  case text(String)
  /// A number or boolean as it is written.
  case plain(String)
  case list([YAML])
  case mapping([(name: String, value: YAML)])

  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .plain("\(value)") }
  init(integerLiteral value: Int) { self = .plain("\(value)") }

  init(_ json: JSONValue) {
    switch json {
    case .null: self = .plain("null")
    case .boolean(let value): self = .plain("\(value)")
    case .number(let digits): self = .plain(digits)
    case .string(let text): self = .text(text)
    case .array(let elements): self = .list(elements.map(YAML.init))
    case .object(let object): self = .mapping(object.members.map { ($0.name, YAML($0.value)) })
    }
  }

  /// A mapping without the members that are nil.
  static func mapping(_ members: (name: String, value: YAML?)...) -> YAML {
    .mapping(members.compactMap { name, value in value.map { (name, $0) } })
  }

  static func texts(_ texts: some Sequence<String>) -> YAML { .list(texts.map(YAML.text)) }

  static func reference(_ path: String...) -> YAML {
    .mapping([("$ref", .text("#/" + path.joined(separator: "/")))])
  }

  /// The document, with a line end at its end.
  var document: String {
    var lines: [String] = []
    self.write(into: &lines, indentation: 0)
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(into lines: inout [String], indentation: Int) {
    let indent = String(repeating: " ", count: indentation)
    switch self {
    case .mapping(let members) where !members.isEmpty:
      for (name, value) in members {
        value.write(after: "\(indent)\(Self.scalar(name)):", into: &lines, indentation: indentation)
      }
    case .list(let elements) where !elements.isEmpty:
      for element in elements {
        let first = lines.count
        element.write(into: &lines, indentation: indentation + 2)
        // The element's first line begins behind the dash.
        lines[first] = indent + "- " + lines[first].dropFirst(indentation + 2)
      }
    default:
      lines.append(indent + self.inline)
    }
  }

  private func write(after head: String, into lines: inout [String], indentation: Int) {
    switch self {
    case .mapping where !self.isEmpty, .list where !self.isEmpty:
      lines.append(head)
      self.write(into: &lines, indentation: indentation + 2)
    case .text(let text) where text.contains("\n"):
      lines.append("\(head) |-")
      let indent = String(repeating: " ", count: indentation + 2)
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append(line.isEmpty ? "" : indent + line)
      }
    default:
      lines.append("\(head) \(self.inline)")
    }
  }

  private var isEmpty: Bool {
    switch self {
    case .mapping(let members): members.isEmpty
    case .list(let elements): elements.isEmpty
    case .text, .plain: false
    }
  }

  private var inline: String {
    switch self {
    case .text(let text): Self.scalar(text)
    case .plain(let text): text
    case .list: "[]"
    case .mapping: "{}"
    }
  }

  /// Without quotation marks only what no YAML version reads as anything but this text.
  private static func scalar(_ text: String) -> String {
    let reserved: Set = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    let isPlain =
      (text.first?.isLetter ?? false) && text.last != " " && !reserved.contains(text.lowercased())
      && text.allSatisfy { $0.isLetter || ($0.isNumber && $0.isASCII) || " _./-,()'`".contains($0) }
    return isPlain ? text : "\"\(text.map(Self.escaped).joined())\""
  }

  private static func escaped(_ character: Character) -> String {
    switch character {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(character)
    }
  }
}
