import Foundation
import Messages
import WorkCalendar

/// The JSON Schema of what an answer's type writes.
///
/// The type is asked to decode itself, and what it asks for is noted: a field that it decodes only if it is present may be
/// left out. So the schema cannot say anything else than what the compiler has made of the type.
enum AnswerSchema {
  /// - Throws: when the type decodes itself in a way that cannot be noted.
  static func json(_ type: any Decodable.Type) throws -> JSONValue { try self.noted(type).schema }

  /// The schema of a type, and some value of it to go on with.
  static func noted<T: Decodable>(_ type: T.Type) throws -> (schema: JSONValue, value: T) {
    if let known = try self.known(type), let value = known.value as? T { return (known.schema, value) }
    let notes = Notes()
    let value = try T(from: NotingDecoder(notes: notes))
    return (notes.schema, value)
  }

  private static func known(_ type: any Decodable.Type) throws -> (schema: JSONValue, value: any Decodable)? {
    switch type {
    case is String.Type: (.object(("type", .string("string"))), "text")
    case is Bool.Type: (.object(("type", .string("boolean"))), true)
    case is Date.Type: (.object(("type", .string("string")), ("format", .string("date-time"))), Date())
    case is CalendarDay.Type:
      (.object(("type", .string("string")), ("format", .string("date"))), try CalendarDay("2023-01-03"))
    case is UUID.Type: (.object(("type", .string("string")), ("format", .string("uuid"))), UUID())
    case is Double.Type: (.object(("type", .string("number"))), 1.0)
    case let type as any (FixedWidthInteger & Decodable).Type: self.integer(type)
    case let type as any Identifier.Type: try self.identifier(type)
    case let type as any Term.Type: self.term(type)
    case let type as any (CaseIterable & RawRepresentable<String> & Decodable).Type: self.word(type)
    default: nil
    }
  }

  private static func integer<T: FixedWidthInteger & Decodable>(_ type: T.Type) -> (JSONValue, any Decodable) {
    // One lies in every range that a type of ours checks.
    (.object(("type", .string("integer"))), T(1))
  }

  private static func identifier<T: Identifier>(_ type: T.Type) throws -> (JSONValue, any Decodable) {
    guard let value = T(T.example) else { throw UndescribedAnswer(type: "\(T.self)") }
    let schema = JSONValue.object(
      ("type", .string("string")), ("pattern", .string(T.pattern)), ("examples", .texts([T.example])))
    return (schema, value)
  }

  /// Open: a newer version may write words that this one does not know.
  private static func term<T: Term>(_ type: T.Type) -> (JSONValue, any Decodable) {
    let words = T.known.map { "\($0.rawValue) \($0.name.chinese)" }.joined(separator: ", ")
    let schema = JSONValue.object(
      ("type", .string("string")), ("description", .string("One of: \(words). More words may come.")))
    return (schema, T(rawValue: T.known.first?.rawValue ?? ""))
  }

  private static func word<T: CaseIterable & RawRepresentable<String> & Decodable>(
    _ type: T.Type
  ) -> (JSONValue, any Decodable)? {
    let words = T.allCases.map(\.rawValue)
    return T.allCases.first.map { (.object(("type", .string("string")), ("enum", .texts(words))), $0) }
  }
}

/// A type of an answer whose schema cannot be found out by decoding it.
struct UndescribedAnswer: Error {
  let type: String
}

/// What a type has asked for while it decoded itself.
final class Notes {
  private var properties: [(name: String, schema: JSONValue)] = []
  private var optional: Set<String> = []
  var single: JSONValue?

  var schema: JSONValue {
    if let single { return single }
    let required = self.properties.map(\.name).filter { !self.optional.contains($0) }
    return .object(
      ("type", .string("object")), ("required", required.isEmpty ? nil : .texts(required)),
      ("properties", .object(self.properties.map { ($0.name, $0.schema.explained($0.name)) })))
  }

  func mayBeLeftOut(_ name: String) { self.optional.insert(name) }

  func add(_ name: String, _ schema: JSONValue) {
    guard !self.properties.contains(where: { $0.name == name }) else { return }
    self.properties.append((name, schema))
  }
}
