import Messages

extension FieldSchema {
  /// As JSON Schema.
  var json: JSONValue {
    switch self {
    case .boolean: .object(("type", .string("boolean")))
    case .integer(let range):
      .object(
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)))
    case .text(let lengths, let pattern):
      .object(
        ("type", .string("string")), ("minLength", .integer(lengths.lowerBound)),
        ("maxLength", .integer(lengths.upperBound)), ("pattern", pattern.map(JSONValue.string)))
    case .time: .object(("type", .string("string")), ("format", .string("date-time")))
    case .term(let words, let names):
      .object(
        ("type", .string("string")), ("enum", .texts(words)), ("description", Self.description(words, names)))
    case .list(let element, let limit):
      .object(("type", .string("array")), ("maxItems", .integer(limit)), ("items", element.json))
    case .object(let fields): Self.json(fields)
    }
  }

  static func json(_ fields: [FieldDescription]) -> JSONValue {
    .object(
      ("type", .string("object")), ("required", .texts(fields.filter(\.isRequired).map(\.name))),
      ("properties", .object(fields.map { ($0.name, $0.schema.json.explained($0.name)) })))
  }

  /// Words with their Chinese names; nil where the names say no more.
  private static func description(_ words: [String], _ names: [TermName]) -> JSONValue? {
    guard zip(words, names).contains(where: { $0 != $1.chinese }) else { return nil }
    return .string(zip(words, names).map { "\($0) \($1.chinese)" }.joined(separator: ", "))
  }
}
