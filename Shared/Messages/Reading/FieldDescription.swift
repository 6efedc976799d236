/// A field of a message from outside, as its reader asks for it.
package struct FieldDescription: Sendable, Equatable {
  package let name: String
  package let isRequired: Bool
  package let schema: FieldSchema
}

/// What a field may hold, in the notions of JSON Schema.
package indirect enum FieldSchema: Sendable, Equatable {
  case boolean
  case integer(ClosedRange<Int>)
  /// Lengths count Unicode code points, as JSON Schema and PostgreSQL do.
  case text(lengths: ClosedRange<Int>, pattern: String?)
  /// RFC 3339 with an offset.
  case time
  /// One of these words, each with what people call it.
  case term([String], names: [TermName])
  case list(of: FieldSchema, atMost: Int)
  case object([FieldDescription])
}
