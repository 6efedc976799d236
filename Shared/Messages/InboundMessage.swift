/// A message from an outside system: read field by field, so that a refusal names everything that is wrong.
package protocol InboundMessage: Message {
  /// The sender's own number.
  var reference: String { get }

  /// Asks for every field, then makes the message if all are there.
  static func read(_ fields: inout ObjectReader) -> Self?
}

extension InboundMessage {
  /// What is allowed as a sender's own number, in every message.
  package static var referenceRule: FieldRule<String> { .line(upTo: 64) }

  /// - Throws: ``Rejected`` with all faults.
  package static func read(_ body: [UInt8]) throws(Rejected) -> Self {
    try self.read(try JSONValue(body))
  }

  /// - Throws: ``Rejected`` with all faults.
  package static func read(_ json: JSONValue) throws(Rejected) -> Self {
    try ObjectReader.read(json) { self.read(&$0) }
  }

  /// The sender's own number in a body that may be broken otherwise, for the refusal; nil where it cannot be read.
  package static func reference(in body: [UInt8]) -> String? {
    guard let json = try? JSONValue(body) else { return nil }
    return try? ObjectReader.read(json) { $0.required("reference", Self.referenceRule) }
  }

  /// The fields of this message with their rules.
  package static var fields: [FieldDescription] {
    ObjectReader.describe { Self.read(&$0) }
  }
}
