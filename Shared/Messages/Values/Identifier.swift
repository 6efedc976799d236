/// An identifier that travels as a string and has one spelling only.
///
/// Conforming types check the spelling in `init?(_:)`; decoding goes through it, so a value that exists is valid.
package protocol Identifier: Codable, Sendable, Hashable, CustomStringConvertible {
  var text: String { get }
  init?(_ text: String)
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
