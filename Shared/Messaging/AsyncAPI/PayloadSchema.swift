import FoundationEssentials
import Messages
import WorkCalendar

/// The JSON Schema of a message: from its reader where we read it from outside, from its samples where we write it.
enum PayloadSchema {
  static func make(_ message: any Message.Type) -> YAML {
    let notes = FieldNotes(type: message.type)
    if let inbound = message as? any InboundMessage.Type { return self.object(inbound.fields, notes, path: "") }
    let samples: [any Message] = message.samples
    return self.object(samples, notes, path: "")
  }

  // MARK: From a reader

  private static func object(_ fields: [FieldDescription], _ notes: FieldNotes, path: String) -> YAML {
    .mapping(
      ("type", "object"),
      ("required", .texts(fields.filter(\.isRequired).map(\.name))),
      (
        "properties",
        .mapping(
          fields.map { field in
            let path = notes.join(path, field.name)
            return (field.name, Self.described(Self.schema(field.schema, notes, path: path), notes[path]))
          })
      ))
  }

  private static func schema(_ schema: FieldSchema, _ notes: FieldNotes, path: String) -> YAML {
    switch schema {
    case .boolean: return .mapping(("type", "boolean"))
    case .integer(let range):
      return .mapping(
        ("type", "integer"), ("minimum", .plain("\(range.lowerBound)")), ("maximum", .plain("\(range.upperBound)")))
    case .text(let lengths, let pattern):
      return .mapping(
        ("type", "string"), ("minLength", .plain("\(lengths.lowerBound)")),
        ("maxLength", .plain("\(lengths.upperBound)")), ("pattern", pattern.map(YAML.text)))
    case .time: return .mapping(("type", "string"), ("format", "date-time"))
    case .term(let words, let names):
      return .mapping(
        ("type", "string"), ("enum", .texts(words)), ("description", .text(FieldNotes.list(words, names))))
    case .list(let element, let limit):
      return .mapping(
        ("type", "array"), ("maxItems", .plain("\(limit)")), ("items", Self.schema(element, notes, path: path)))
    case .object(let fields): return Self.object(fields, notes, path: path)
    }
  }

  // MARK: From samples

  /// - Parameter samples: values of the same type; a field that one of them leaves out is optional.
  private static func object(_ samples: [Any], _ notes: FieldNotes, path: String) -> YAML {
    var names: [String] = []
    var values: [String: [Any]] = [:]
    for child in samples.flatMap({ Mirror(reflecting: $0).children }) {
      guard let name = child.label else { continue }
      if !names.contains(name) { names.append(name) }
      if let value = Self.unwrapped(child.value) { values[name, default: []].append(value) }
    }
    return .mapping(
      ("type", "object"),
      ("required", .texts(names.filter { values[$0]?.count == samples.count })),
      (
        "properties",
        .mapping(
          names.map { name in
            let path = notes.join(path, name)
            return (name, Self.described(Self.schema(values[name] ?? [], notes, path: path), notes[path]))
          })
      ))
  }

  private static func schema(_ samples: [Any], _ notes: FieldNotes, path: String) -> YAML {
    switch samples.first {
    case is Bool: return .mapping(("type", "boolean"))
    case is Int: return .mapping(("type", "integer"))
    case is String: return .mapping(("type", "string"))
    case is Date: return .mapping(("type", "string"), ("format", "date-time"))
    case is CalendarDay: return .mapping(("type", "string"), ("format", "date"))
    case let identifier as any Identifier:
      return .mapping(("type", "string"), ("examples", .texts([identifier.text])))
    case let term as any Term:
      return .mapping(("type", "string"), ("description", .text("\(Self.words(of: term)); more words may come.")))
    case is [Any]:
      let elements = samples.flatMap { $0 as? [Any] ?? [] }
      return .mapping(("type", "array"), ("items", Self.schema(elements, notes, path: path)))
    default: return Self.object(samples, notes, path: path)
    }
  }

  private static func words<T: Term>(of term: T) -> String {
    FieldNotes.list(T.known.map(\.rawValue), T.known.map(\.name))
  }

  /// What an optional holds; `Mirror` hands a stored nil out as a value.
  private static func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value
  }

  /// With the note in front of a description that is there already.
  private static func described(_ schema: YAML, _ note: String) -> YAML {
    guard case .mapping(var members) = schema else { return schema }
    let words = members.firstIndex { $0.name == "description" }.map { members.remove(at: $0).value }
    if case .text(let list) = words {
      members.append(("description", .text("\(note) \(list)")))
    } else {
      members.append(("description", .text(note)))
    }
    return .mapping(members)
  }
}
