/// One value of a field table: a message header, a queue argument, a client property.
///
/// The cases are RabbitMQ's types (its errata to AMQP 0-9-1), which are what librabbitmq reads and writes.
package enum FieldValue: Sendable, Hashable {
  case bool(Bool)
  case int8(Int8)
  case uint8(UInt8)
  case int16(Int16)
  case uint16(UInt16)
  case int32(Int32)
  case uint32(UInt32)
  case int64(Int64)
  case uint64(UInt64)
  case float(Float)
  case double(Double)
  /// `value` shifted right by `scale` decimal places.
  case decimal(scale: UInt8, value: UInt32)
  /// Text. A long string from outside that is not UTF-8 is read as `bytes`.
  case string(String)
  case bytes([UInt8])
  /// Whole seconds since 1970 in UTC, as the protocol has it.
  case timestamp(UInt64)
  case table(FieldTable)
  case array([FieldValue])
  /// No value. Also stands for what was nested deeper than `FieldTable.maximumDepth`.
  case null

  /// The text of a `string`, nil for every other type.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension FieldValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self = .string(value)
  }
}

extension FieldValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) {
    self = .bool(value)
  }
}

extension FieldValue {
  /// The bytes this value takes on the wire, without its type octet. A message is measured before it is written, because
  /// librabbitmq finds out only after half of it has left.
  var wireSize: Int {
    switch self {
    case .null: 0
    case .bool, .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double, .timestamp: 8
    case .decimal: 5
    case .string(let text): 4 + text.utf8.count
    case .bytes(let bytes): 4 + bytes.count
    case .table(let table): table.wireSize
    case .array(let values): 4 + values.reduce(0) { $0 + 1 + $1.wireSize }
    }
  }

  /// How deep tables and arrays are nested in this value; 0 for a plain one.
  var depth: Int {
    switch self {
    case .table(let table): table.depth
    case .array(let values): 1 + (values.lazy.map(\.depth).max() ?? 0)
    default: 0
    }
  }
}
