import Logging

/// JSON written piece by piece, in the order of the caller; letters of any script stay as they are.
enum JSONText {
  static func string(_ text: String) -> String {
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped + "\""
  }

  /// An object with its members in the given order; the values are JSON already.
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(Self.string($0)):\($1)" }.joined(separator: ",") + "}"
  }

  static func object(_ metadata: Logger.Metadata) -> String {
    Self.object(metadata.sorted { $0.key < $1.key }.map { ($0.key, Self.value($0.value)) })
  }

  private static func value(_ value: Logger.MetadataValue) -> String {
    switch value {
    case .string(let text): Self.string(text)
    case .stringConvertible(let value): Self.scalar(value)
    case .dictionary(let metadata): Self.object(metadata)
    case .array(let values): "[" + values.map(Self.value).joined(separator: ",") + "]"
    }
  }

  /// Whole numbers and truth values stay what they are, so that a query can compare them.
  private static func scalar(_ value: any CustomStringConvertible) -> String {
    switch value {
    case let number as any FixedWidthInteger: number.description
    case let truth as Bool: truth.description
    default: Self.string(value.description)
    }
  }
}
