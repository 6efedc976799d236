/// An identifier that travels as a string and has one spelling only.
///
/// Conforming types check the spelling in `init?(_:)`; decoding goes through it, so a value that exists is valid.
package protocol Identifier: Codable, Sendable, Hashable, CustomStringConvertible {
  var text: String { get }
  init?(_ text: String)

  /// The spelling as a regular expression, for the contract.
  static var pattern: String { get }
  /// One that is spelled right, for the contract and for the sentence of a fault.
  static var example: String { get }
}

/// An identifier that says to which project what it names belongs.
package protocol ProjectIdentifier: Identifier {
  var project: ProjectCode { get }
}

extension Identifier {
  package var description: String { self.text }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a valid \(Self.self).")
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(self.text)
  }
}
